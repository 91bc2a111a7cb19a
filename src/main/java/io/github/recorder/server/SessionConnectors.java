package io.github.recorder.server;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Ports beside the server's own, one for each test JVM. A client that believes to talk to a real service does not say
 * which JVM it is in; the port through which it comes does. Safe for use by many threads.
 */
final class SessionConnectors {

    private final Server jetty;
    private final HttpConnectionFactory http;
    private final Map<String, ServerConnector> open = new HashMap<>();
    private boolean closed;

    SessionConnectors(Server jetty, HttpConnectionFactory http) {
        this.jetty = jetty;
        this.http = http;
    }

    /**
     * Opens a port for a session.
     *
     * @return the port
     * @throws IOException where the operating system, or the bound on our threads, does not let us, or all was closed
     *     before
     */
    synchronized int open(String session) throws IOException {
        if (closed) {
            throw new IOException("No port for test JVM " + session + ": the run has ended.");
        }
        // No thread of its own to accept connections: they are few.
        ServerConnector connector =
                LoopbackConnectors.bind(new ServerConnector(jetty, null, null, null, 0, 1, http), 0);
        connector.setName(session);
        try {
            connector.start();
        } catch (Exception problem) {
            stop(connector);
            throw new IOException("No port for test JVM " + session + ": " + problem.getMessage(), problem);
        }
        open.put(session, connector);
        return connector.getLocalPort();
    }

    /** Closes the port of a session, if it has one, and the connections through it. */
    synchronized void close(String session) {
        ServerConnector connector = open.remove(session);
        if (connector != null) {
            stop(connector);
        }
    }

    /** Closes all ports; none is opened any more. */
    synchronized void close() {
        closed = true;
        List.copyOf(open.keySet()).forEach(this::close);
    }

    private static void stop(ServerConnector connector) {
        try {
            connector.stop();
        } catch (Exception problem) {
            // Its socket is closed first of all, so that nobody comes any more; threads end with the server.
            return;
        }
    }
}

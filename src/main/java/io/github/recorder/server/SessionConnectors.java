package io.github.recorder.server;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Additional ports, one for each test JVM. A client that believes it talks to a real service does not name its JVM; the
 * port identifies it. Thread-safe.
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
     * @throws IOException if the operating system or the limit of threads forbids it, or everything is already closed
     */
    synchronized int open(String session) throws IOException {
        if (closed) {
            throw new IOException("No port for test JVM " + session + ": the run has ended.");
        }
        // No dedicated thread accepts connections because they are few.
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

    /** Closes all ports. No further port can be opened. */
    synchronized void close() {
        closed = true;
        List.copyOf(open.keySet()).forEach(this::close);
    }

    private static void stop(ServerConnector connector) {
        try {
            connector.stop();
        } catch (Exception problem) {
            // The socket closes first so that nobody connects any more; threads end with the server.
            return;
        }
    }
}

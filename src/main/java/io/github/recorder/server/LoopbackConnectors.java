package io.github.recorder.server;

import org.eclipse.jetty.server.ServerConnector;

/** Binds connectors to the loopback interface. */
final class LoopbackConnectors {

    /** The address of every port that this package opens. */
    static final String ADDRESS = "127.0.0.1";

    /**
     * Longer than SDKs keep an idle connection (five minutes at most), so the server never closes an idle connection
     * first.
     */
    private static final long IDLE_TIMEOUT_MILLIS = 10 * 60_000L;

    private LoopbackConnectors() {}

    /** Restricts a connector to the loopback interface. */
    static ServerConnector bind(ServerConnector connector, int port) {
        connector.setHost(ADDRESS);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        // Many forks of a build may connect at once, and the client retries a refused connection only after a second.
        connector.setAcceptQueueSize(1024);
        return connector;
    }
}

package io.github.recorder.server;

import org.eclipse.jetty.server.ServerConnector;

/** Binds connectors to the loopback interface. */
final class LoopbackConnectors {

    /** The address of every port that this package opens. */
    static final String ADDRESS = "127.0.0.1";

    /**
     * Longer than SDKs keep an idle connection (five minutes at most), so that it is never we who close it under a
     * request.
     */
    private static final long IDLE_TIMEOUT_MILLIS = 10 * 60_000L;

    private LoopbackConnectors() {}

    /** Makes a connector listen where only this machine can reach it. */
    static ServerConnector bind(ServerConnector connector, int port) {
        connector.setHost(ADDRESS);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        // Many forks of a build may come at once; a connection that finds no room is tried again only after a second.
        connector.setAcceptQueueSize(1024);
        return connector;
    }
}

package io.github.recorder.attribution;

/**
 * Ports that identify test JVMs: a request through such a port comes from that JVM, even if the client cannot say so.
 * Thread-safe.
 */
public interface SessionPorts {

    /** Opens the port of a session; 0 if there is none. */
    int open(String session);

    /** Closes the port of a session, if it has one. */
    void close(String session);
}

package io.github.recorder.attribution;

/**
 * Ports that stand for test JVMs: what comes through one is known to come from its JVM, also if a client cannot say so
 * itself. Thread-safe.
 */
public interface SessionPorts {

    /** Opens the port of a session; 0 if there is none. */
    int open(String session);

    /** Closes the port of a session, if it has one. */
    void close(String session);
}

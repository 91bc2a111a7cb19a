package io.github.recorder.attribution;

/**
 * Ports that stand for test JVMs: what comes through one is known to come from its JVM, also where a client cannot say so itself. Safe for
 * use by many threads.
 */
public interface SessionPorts {

    /** Opens the port of a session; 0 where there is none. */
    int open(String session);

    /** Closes the port of a session, if it has one. */
    void close(String session);
}

package io.github.recorder.attribution;

/** Told what happens in test JVMs, from any thread; an event of a test comes before its listener goes on. */
public interface TestEventListener {

    /** A test JVM has said hello. */
    void opened(String session);

    /** A test JVM has ended, or its connection broke. */
    void closed(String session);

    /** A test, or a test class, begins. */
    void started(String session, TestIdentity test);

    /**
     * A test, or a test class, has ended, or was skipped without having begun.
     *
     * @param status {@code passed}, {@code failed}, {@code aborted} or {@code skipped}
     */
    void finished(String session, TestIdentity test, String status);
}

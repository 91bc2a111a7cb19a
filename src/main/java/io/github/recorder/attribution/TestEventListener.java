package io.github.recorder.attribution;

/** Told what happens in test JVMs, from any thread; an event of a test comes before its listener goes on. */
public interface TestEventListener {

    /** A test JVM has said hello. */
    void opened(String session);

    /** A test JVM has ended, or its connection broke. */
    void closed(String session);

    /**
     * A test, or a test class, begins.
     *
     * @param test a test id in ASCII: {@code class#method[index]}, or a class's name
     * @param uniqueId the name that the test engine gives it; the test id if it has no other
     */
    void started(String session, String test, String uniqueId);

    /**
     * A test, or a test class, has ended, or was skipped without having begun.
     *
     * @param uniqueId as in {@link #started}
     * @param status {@code passed}, {@code failed}, {@code aborted} or {@code skipped}
     */
    void finished(String session, String test, String uniqueId, String status);
}

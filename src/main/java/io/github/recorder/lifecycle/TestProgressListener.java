package io.github.recorder.lifecycle;

/** Learns, from any thread, which tests run. */
interface TestProgressListener {

    /** A test begins, possibly more than once, or a class begins in a test JVM. */
    void testStarted(String test);

    /**
     * A test, or a class, has ended. A test whose JVM was killed never ends.
     *
     * @param passed whether it ran to its end: it neither failed nor was it aborted
     */
    default void testFinished(String test, boolean passed) {}
}

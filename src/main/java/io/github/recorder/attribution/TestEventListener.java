package io.github.recorder.attribution;

/** Receives the events of test JVMs, from any thread. The event of a test is delivered before the test continues. */
public interface TestEventListener {

    /** A test JVM has connected. */
    void opened(String session);

    /** A test JVM has ended, or its connection has failed. */
    void closed(String session);

    /** A test, or a test class, begins. */
    void started(String session, TestIdentity test);

    /**
     * A test, or a test class, has ended, or was skipped without having begun.
     *
     * @param status {@code passed}, {@code failed}, {@code aborted} or {@code skipped}
     */
    void finished(String session, TestIdentity test, String status);

    /**
     * A configuration method begins.
     *
     * @param test the test that it prepares or cleans up after, or the class if it is for no single test
     * @param before whether the test follows
     */
    void configuring(String session, TestIdentity test, boolean before);

    /**
     * A configuration method has ended.
     *
     * @param status as for {@link #finished}
     */
    void configured(String session, TestIdentity test, String status);
}

package io.github.recorder.matching;

/** Whether a test may be served recordings of another test. */
public enum Isolation {
    /** Never: only a test's own recordings and shared ones are served. */
    STRICT,
    /**
     * Only if the test has no recording of its own, there is no shared one, and all others hold the same response. The
     * default.
     */
    PREFER,
    /**
     * Always: the order of preference is the same, but another test's best recording is served whatever the other
     * responses are.
     */
    SHARED
}

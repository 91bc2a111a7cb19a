package io.github.recorder.matching;

/** Whether a test may be served recordings of another test. */
public enum Isolation {
    /** Never: a test's own recordings, then those that belong to no test. */
    STRICT,
    /**
     * Only if a test has no recording of its own and there is no shared one, and all others hold the same response. The
     * default.
     */
    PREFER,
    /**
     * Freely: the order of preference is the same, but another test's best recording answers without further question.
     */
    SHARED
}

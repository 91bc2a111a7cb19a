package io.github.recorder.matching;

/** How far a test may be answered with what another test recorded. */
public enum Isolation {
    /** Never: a test's own recordings, then those that belong to no test. */
    STRICT,
    /**
     * Only where a test has none of its own and no shared one, and all others would give the same answer. The default.
     */
    PREFER,
    /**
     * Freely: the order of preference is the same, but another test's best recording answers without further question.
     */
    SHARED
}

package io.github.recorder.record;

/**
 * Which failures are recorded: an unreachable, busy or faulty service, or a broken stream. A service's judgement of the
 * request itself, for instance that it is malformed, is recorded like any other response.
 */
public enum ErrorRecordingPolicy {
    /** None. */
    NEVER,
    /** Failures of requests without a good recording. */
    MISSING,
    /** All failures, even in place of a good recording. */
    ALWAYS
}

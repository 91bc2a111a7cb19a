package io.github.recorder.record;

/**
 * Which failures are recorded: an unreachable, busy or faulty service, or a broken stream. A service's judgement of the
 * request itself, for instance that it is malformed, is a response like any other.
 */
public enum ErrorRecordingPolicy {
    /** None. */
    NEVER,
    /** Those of calls of which there is no good recording. */
    MISSING,
    /** All, also in the place of a good recording. */
    ALWAYS
}

package io.github.recorder.record;

/**
 * Which failures are recorded: a service that cannot be reached, is too busy or at fault, or breaks off. What a service
 * says of a request itself, that it is malformed for instance, is an answer like any other.
 */
public enum ErrorRecordingPolicy {
    /** None. */
    NEVER,
    /** Those of calls of which there is no good recording. */
    MISSING,
    /** All, also in the place of a good recording. */
    ALWAYS
}

package io.github.recorder.replay;

/** The way in which a request is handled. */
public enum Mode {
    /** It is answered from recordings, and no request leaves the machine. */
    REPLAY,
    /** It is sent to the real service, and the response replaces the recording. */
    RECORD,
    /**
     * A recording is served if there is one; otherwise the request is sent to the real service, and the response is
     * recorded.
     */
    RECORD_IF_MISSING,
    /** It is sent to the real service, and nothing is recorded. */
    LIVE
}

package io.github.recorder.replay;

/** What is done with a call. */
public enum Mode {
    /** It is answered from recordings, and nothing leaves the machine. */
    REPLAY,
    /** It goes to the real service, and the answer replaces the recording. */
    RECORD,
    /**
     * It is answered from recordings where there is one, else it goes to the real service, and the answer is recorded.
     */
    RECORD_IF_MISSING,
    /** It goes to the real service, and nothing is recorded. */
    LIVE
}

package io.github.recorder.store;

import java.io.Serial;
import java.nio.file.Path;

/** Thrown if a recording could not be written. The message says which file, why, and what to do. */
public final class UnwritableRecordingException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;

    UnwritableRecordingException(Path file, String reason, Exception cause) {
        super(
                "The recording " + file + " was not written: " + reason
                        + ". Make room or give the user the right to write there, then record again.",
                cause);
        this.reason = reason;
    }

    /** Returns the reason, without the file. */
    public String reason() {
        return reason;
    }
}

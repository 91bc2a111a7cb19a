package io.github.recorder.recording;

import java.io.Serial;

/** Thrown if the content of a file is not a valid recording. The message says what to fix. */
public final class CorruptRecordingException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int line;

    /**
     * Creates the exception.
     *
     * @param line the line of the file at which reading ended, from 1; 0 if the fault has no line
     * @param reason the finding, without the file's name and without a full stop
     */
    public CorruptRecordingException(int line, String reason) {
        super(reason);
        this.line = line;
    }

    /** Returns the line of the file at which reading ended, from 1; 0 if the fault has no line. */
    public int line() {
        return line;
    }

    /** Returns the finding, without the file's name and without a full stop. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}

package io.github.recorder.recording;

import java.io.Serial;

/** Thrown if the content of a file is not a recording; the message tells the person who has to fix the file why. */
public final class CorruptRecordingException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int line;

    /**
     * Creates the exception.
     *
     * @param line the line of the file at which reading ended, from 1; 0 if no line is to blame
     * @param reason what was found, without the file's name and without a full stop
     */
    public CorruptRecordingException(int line, String reason) {
        super(reason);
        this.line = line;
    }

    /** Returns the line of the file at which reading ended, from 1; 0 if no line is to blame. */
    public int line() {
        return line;
    }

    /** Returns what was found, without the file's name and without a full stop. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}

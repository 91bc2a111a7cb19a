package io.github.recorder.recording;

import java.io.Serial;

/** Says why the content of a file is no recording, in words for the person who has to fix the file. */
public final class CorruptRecordingException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int line;

    /**
     * Makes the exception.
     *
     * @param line the line of the file where reading ended, from 1; 0 if no line is to blame
     * @param reason what was found, without the file's name and without a full stop
     */
    public CorruptRecordingException(int line, String reason) {
        super(reason);
        this.line = line;
    }

    /** Returns the line of the file where reading ended, from 1; 0 if no line is to blame. */
    public int line() {
        return line;
    }

    /** Returns what was found, without the file's name and without a full stop. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}

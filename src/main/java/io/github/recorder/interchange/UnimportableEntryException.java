package io.github.recorder.interchange;

import java.io.Serial;

/**
 * Thrown if an entry of another tool's file cannot become a recording. The message is the reason, without a full stop.
 */
final class UnimportableEntryException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    UnimportableEntryException(String reason) {
        super(reason);
    }

    /** Returns the reason, without a full stop. */
    String reason() {
        return String.valueOf(getMessage());
    }
}

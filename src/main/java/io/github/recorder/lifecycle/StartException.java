package io.github.recorder.lifecycle;

import java.io.Serial;

/** Says why a run could not start, in words for the user. */
public final class StartException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}

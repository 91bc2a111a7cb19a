package io.github.recorder.lifecycle;

import java.io.Serial;

/** Says why a run could not start, in words for the user. */
public final class InvalidConfigurationException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    InvalidConfigurationException(String message) {
        super(message);
    }

    InvalidConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.github.recorder.lifecycle;

import java.io.Serial;

/** Thrown if a run cannot start. The message tells the user why. */
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

package io.github.recorder.upstream;

import java.io.Serial;

/** Says why a real service could not be reached or broke off, in words for the user. */
public final class UpstreamException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    UpstreamException(String message, Throwable cause) {
        super(message, cause);
    }

    UpstreamException(String message) {
        super(message);
    }

    /** Returns an exception for a request that could not even be made. */
    public static UpstreamException of(String sentence) {
        return new UpstreamException(sentence);
    }

    /** Returns what happened, as a sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}

package io.github.recorder.record;

import java.io.Serial;

/** Thrown if the request of a recording cannot be sent again, or has no usable response. The message says why. */
public final class UnansweredRequestException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean ofService;

    /**
     * Creates an exception.
     *
     * @param reason what happened, as a part of a sentence
     * @param ofService whether the cause is the service, so that its other requests will probably fail, too
     */
    UnansweredRequestException(String reason, boolean ofService) {
        super(reason);
        this.ofService = ofService;
    }

    /** Returns what happened, as a part of a sentence. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** Returns whether the cause is the service, so that its other requests will probably fail, too. */
    boolean isOfService() {
        return ofService;
    }
}

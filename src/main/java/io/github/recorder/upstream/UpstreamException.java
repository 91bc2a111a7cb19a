package io.github.recorder.upstream;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown if a real service could not be reached or broke off. The message is for the user. */
public final class UpstreamException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable String ofService;

    private UpstreamException(String sentence, @Nullable String ofService, @Nullable Throwable cause) {
        super(sentence, cause);
        this.ofService = ofService;
    }

    /**
     * Returns an exception for a failure of the service, or of the network on the way to it.
     *
     * @param place the service's address
     * @param reason what happened, without an address
     */
    static UpstreamException ofService(String place, String reason, Throwable cause) {
        return new UpstreamException("No answer from " + place + ": " + reason, reason, cause);
    }

    /** Returns an exception for a body that breaks off. */
    static UpstreamException brokenOff(String sentence, @Nullable Throwable cause) {
        return new UpstreamException(sentence, sentence, cause);
    }

    /** Returns an exception for a failure on this side; a retry is useless until the cause is fixed. */
    static UpstreamException ofThisSide(String sentence, @Nullable Throwable cause) {
        return new UpstreamException(sentence, null, cause);
    }

    /** Returns an exception for a request that could not be built. */
    public static UpstreamException of(String sentence) {
        return ofThisSide(sentence, null);
    }

    /** Returns what happened, as a sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /**
     * Returns the part of the failure that a recording may hold: the reason, without the service's address. Empty if
     * the fault is on this side, because it then says nothing about the service.
     */
    public Optional<String> reasonOfService() {
        return Optional.ofNullable(ofService);
    }
}

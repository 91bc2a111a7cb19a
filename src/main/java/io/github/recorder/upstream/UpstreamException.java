package io.github.recorder.upstream;

import java.io.Serial;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Thrown if a real service could not be reached or broke off. The message is for the user. */
public final class UpstreamException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable String ofService;
    private final boolean ofRequest;

    private UpstreamException(
            String sentence, @Nullable String ofService, boolean ofRequest, @Nullable Throwable cause) {
        super(sentence, cause);
        this.ofService = ofService;
        this.ofRequest = ofRequest;
    }

    /**
     * Returns an exception for a failure of the service, or of the network on the way to it.
     *
     * @param place the service's address
     * @param reason what happened, without an address
     */
    static UpstreamException ofService(String place, String reason, Throwable cause) {
        return new UpstreamException("No response from " + place + ": " + reason, reason, false, cause);
    }

    /** Returns an exception for a body that breaks off. */
    static UpstreamException brokenOff(String sentence, @Nullable Throwable cause) {
        return new UpstreamException(sentence, sentence, false, cause);
    }

    /** Returns an exception for a failure on this side; a retry is useless until the cause is fixed. */
    static UpstreamException ofThisSide(String sentence, @Nullable Throwable cause) {
        return new UpstreamException(sentence, null, false, cause);
    }

    /** Returns an exception for a request that cannot be sent because the client made a mistake in it. */
    public static UpstreamException ofRequest(String sentence, @Nullable Throwable cause) {
        return new UpstreamException(sentence, null, true, cause);
    }

    /** Returns the cause of a failed computation stage. */
    public static UpstreamException in(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof UpstreamException known
                ? known
                : ofThisSide("The response could not be received: " + cause, cause);
    }

    /** Returns whether the request could not be sent because of a mistake of the client. */
    public boolean isOfRequest() {
        return ofRequest;
    }

    /** Returns what happened, as a sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /**
     * Returns the part of the failure that a recording may hold: the reason, without the service's address. Empty if
     * the fault is on this side.
     */
    public Optional<String> reasonOfService() {
        return Optional.ofNullable(ofService);
    }
}

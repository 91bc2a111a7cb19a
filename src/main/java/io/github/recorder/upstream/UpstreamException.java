package io.github.recorder.upstream;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says why a real service could not be reached or broke off, in words for the user. */
public final class UpstreamException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable String ofService;

    private UpstreamException(String sentence, @Nullable String ofService, @Nullable Throwable cause) {
        super(sentence, cause);
        this.ofService = ofService;
    }

    /**
     * Returns an exception for a request whose failure is that of the service, or of the way to it.
     *
     * @param place the service's address
     * @param reason what happened, without an address
     */
    static UpstreamException ofService(String place, String reason, Throwable cause) {
        return new UpstreamException("No answer from " + place + ": " + reason, reason, cause);
    }

    /** Returns an exception for a body that does not come to its end. */
    static UpstreamException brokenOff(String sentence, @Nullable Throwable cause) {
        return new UpstreamException(sentence, sentence, cause);
    }

    /** Returns an exception for what failed on this side: asking again changes nothing before that is fixed. */
    static UpstreamException ofThisSide(String sentence, @Nullable Throwable cause) {
        return new UpstreamException(sentence, null, cause);
    }

    /** Returns an exception for a request that could not even be made. */
    public static UpstreamException of(String sentence) {
        return ofThisSide(sentence, null);
    }

    /** Returns what happened, as a sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /**
     * Returns what a recording may say of the failure: the reason, without the service's address, which a recording may
     * not name. Empty if the fault is on this side, for then it says nothing of the service.
     */
    public Optional<String> reasonOfService() {
        return Optional.ofNullable(ofService);
    }
}

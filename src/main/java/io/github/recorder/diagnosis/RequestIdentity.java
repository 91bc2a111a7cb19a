package io.github.recorder.diagnosis;

import io.github.recorder.matching.RequestHash;
import io.github.recorder.provider.LiveExchange;
import io.github.recorder.provider.RecordingFactory;
import io.github.recorder.recording.RecordedRequest;
import java.util.Optional;

/**
 * The identity that a new recording of a request would have.
 *
 * @param hash the hash in the file name
 * @param canonical the text whose SHA-256 is the hash: one line of JSON
 * @param whole whether the text hides nothing
 */
public record RequestIdentity(String hash, String canonical, boolean whole) {

    /** Returns the identity of a request's recording. */
    public static Optional<RequestIdentity> of(LiveExchange call) {
        RecordedRequest recorded = RecordingFactory.request(call);
        String testId = call.request().testId();
        return RequestHash.hash(testId, recorded)
                .flatMap(hash -> RequestHash.canonical(testId, recorded)
                        .map(canonical -> new RequestIdentity(hash, canonical, true)));
    }
}

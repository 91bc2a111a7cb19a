package io.github.recorder.diagnosis;

import io.github.recorder.matching.RequestHash;
import io.github.recorder.provider.LiveExchange;
import io.github.recorder.provider.RecordingFactory;
import io.github.recorder.recording.RecordedRequest;
import java.util.Optional;

/**
 * The identity that a recording of a request would have, were it made now.
 *
 * @param hash what a user looks for among the files' names
 * @param canonical the text of which it is the sha256: one line of JSON
 * @param whole whether nothing in the text is hidden
 */
public record RequestIdentity(String hash, String canonical, boolean whole) {

    /** Returns the identity of a call's recording. */
    public static Optional<RequestIdentity> of(LiveExchange call) {
        RecordedRequest recorded = RecordingFactory.request(call);
        String testId = call.request().testId();
        return RequestHash.hash(testId, recorded)
                .flatMap(hash -> RequestHash.canonical(testId, recorded)
                        .map(canonical -> new RequestIdentity(hash, canonical, true)));
    }
}

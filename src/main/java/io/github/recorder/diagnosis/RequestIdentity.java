package io.github.recorder.diagnosis;

import io.github.recorder.matching.Identity;
import io.github.recorder.provider.Capture;
import io.github.recorder.provider.LiveCall;
import io.github.recorder.recording.RecordedRequest;
import java.util.Optional;

/**
 * The identity that a recording of a request would have, were it made now.
 *
 * @param hash what a user looks for among the files' names
 * @param canonical the text of which it is the sha256: one line of JSON
 */
public record RequestIdentity(String hash, String canonical) {

    /** Returns the identity of a call's recording. */
    public static Optional<RequestIdentity> of(LiveCall call) {
        RecordedRequest recorded = Capture.request(call);
        String testId = call.request().testId();
        return Identity.hash(testId, recorded)
                .flatMap(hash ->
                        Identity.canonical(testId, recorded).map(canonical -> new RequestIdentity(hash, canonical)));
    }
}

package io.github.recorder.store;

import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.MinHashSketch;
import io.github.recorder.matching.RequestHash;
import io.github.recorder.matching.TestId;
import io.github.recorder.matching.WireBody;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordingHead;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The index's data of a recording: digests, a sketch and names, but no body.
 *
 * @param testId the test id in ASCII; null if the recording is shared
 * @param bearsHash whether the file is named by the current hash
 * @param extraBody whether the request had a non-empty {@code extra_body}
 * @param method the HTTP method in upper case
 * @param endpoint the path in the form that matching compares
 * @param sketch the sketch of the request
 * @param forms the keys of the forms of the request, the one for messages first
 */
public record RecordingKeys(
        @Nullable String testId,
        boolean bearsHash,
        boolean extraBody,
        String method,
        String endpoint,
        MinHashSketch sketch,
        List<MatchKey> forms) {

    /**
     * Returns the keys of a recording; empty if no HTTP request can match it.
     *
     * @param forms returns the forms of the HTTP request that a recording matches
     */
    static Optional<RecordingKeys> of(
            String path, RecordingHead head, Function<RecordedRequest, List<WireRequest>> forms) {
        List<WireRequest> requests = forms.apply(head.request());
        if (requests.isEmpty()) {
            return Optional.empty();
        }
        WireRequest first = requests.get(0);
        Optional<String> hash = RequestHash.hash(head.testId(), head.request());
        String name = path.substring(path.lastIndexOf('/') + 1);
        return Optional.of(new RecordingKeys(
                head.testId() == null ? null : TestId.ascii(head.testId()),
                hash.isPresent() && RequestHash.bears(name, hash.get()),
                hasExtraBody(head.request()),
                first.method(),
                first.endpoint(),
                MinHashSketch.of(first),
                requests.stream().map(MatchKey::of).toList()));
    }

    private static boolean hasExtraBody(RecordedRequest request) {
        return request instanceof RecordedRequest.Inference inference && WireBody.hasExtraBody(inference.body());
    }
}

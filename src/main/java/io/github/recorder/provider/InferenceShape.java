package io.github.recorder.provider;

import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Answers from recordings of OpenAI's and Ollama's SDKs: what these APIs have in common, which is all but how a stream is written. */
final class InferenceShape {

    private InferenceShape() {}

    /**
     * Returns the answer.
     *
     * @param stream writes a response that came in chunks
     */
    static WireResponse respond(Recording recording, Function<RecordedResponse, WireResponse> stream) {
        if (recording.request() instanceof RecordedRequest.Http) {
            return HttpShape.respond(recording);
        }
        Optional<ModelList> list = ModelList.of(recording.request());
        if (list.isPresent()) {
            return list.get().union(List.of(recording));
        }
        RecordedResponse response = recording.response();
        if (RecordedBody.isStream(response)) {
            return stream.apply(response);
        }
        return response.exception()
                ? ProviderException.respond(response)
                : RecordedBody.respond(response.status(), response);
    }
}

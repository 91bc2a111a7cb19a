package io.github.recorder.provider;

import io.github.recorder.matching.WireBody;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The inference shape of a recording, which holds the calls of OpenAI's and Ollama's SDKs. The APIs share everything
 * except the format of streams.
 */
abstract class InferenceShape extends HttpShape {

    /** Returns whether the recorded path of a call is one of this dialect's. */
    abstract boolean isOwn(String path);

    /** Returns the form of a response that arrived in chunks. */
    abstract ResponseForm stream(RecordedResponse response);

    @Override
    public boolean hasInferenceShape() {
        return true;
    }

    @Override
    public Optional<WireRequest> wire(RecordedRequest recorded) {
        if (!(recorded instanceof RecordedRequest.Inference inference)) {
            return super.wire(recorded);
        }
        String path = Endpoint.ofUrl(inference.endpoint()).path();
        if (!isOwn(path)) {
            return Optional.empty();
        }
        return Optional.of(
                ModelList.of(recorded).isPresent()
                        ? new WireRequest("GET", path, null)
                        : new WireRequest(
                                inference.method().toUpperCase(Locale.ROOT), path, WireBody.of(inference.body())));
    }

    @Override
    public ResponseForm form(Recording recording) {
        if (recording.request() instanceof RecordedRequest.Http) {
            return super.form(recording);
        }
        RecordedResponse response = recording.response();
        ResponseForm usual = form(response);
        return ModelList.of(recording.request())
                .<ResponseForm>map(list -> new ResponseForm.Whole(
                        () -> list.isList(response) ? list.union(List.of(recording)) : usual.wire(response)))
                .orElse(usual);
    }

    private ResponseForm form(RecordedResponse response) {
        if (response.hasChunks()) {
            return stream(response);
        }
        return response.exception() && !response.cut()
                ? new ResponseForm.Whole(() -> ProviderException.respond(response))
                : new ResponseForm.Value(response.status());
    }
}

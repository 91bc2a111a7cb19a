package io.github.recorder.provider;

import io.github.recorder.matching.RequestHash;
import io.github.recorder.recording.RecordedRequest;
import java.util.Optional;

/**
 * The part of a recording that follows from its request, so that it can be made before the response arrives. Immutable.
 *
 * @param call the request and its service
 * @param inference the request in the inference shape; empty if that cannot hold it
 * @param request the request in the shape that it has unless its response needs the other one
 * @param hash the hash of this request; empty if it cannot be served
 */
public record RecordingDraft(
        LiveExchange call,
        Optional<RecordedRequest.Inference> inference,
        RecordedRequest request,
        Optional<String> hash) {

    /** Creates the draft of a request's recording. */
    public static RecordingDraft of(LiveExchange call) {
        Optional<RecordedRequest.Inference> inference =
                call.upstream().isLlm() ? InferenceRecordingFactory.request(call) : Optional.empty();
        RecordedRequest request = inference.isPresent() ? inference.get() : HttpRecordingFactory.request(call);
        return new RecordingDraft(
                call, inference, request, RequestHash.hash(call.request().testId(), request));
    }
}

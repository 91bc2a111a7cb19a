package io.github.recorder.provider;

import io.github.recorder.matching.RequestHash;
import io.github.recorder.recording.RecordedRequest;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The part of a recording that follows from its request, so that it can be made before the response arrives. Immutable.
 *
 * @param call the request and its service
 * @param request the request: in the inference shape if that can hold it, else in the http shape
 * @param document the request as it is in the file
 * @param hash the hash of this request; empty if it cannot be served
 */
public record RecordingDraft(LiveExchange call, RecordedRequest request, ObjectNode document, Optional<String> hash) {

    /** Creates the draft of a request's recording. */
    public static RecordingDraft of(LiveExchange call) {
        Optional<RecordedRequest.Inference> inference =
                call.upstream().isLlm() ? InferenceRecordingFactory.request(call) : Optional.empty();
        String test = call.request().testId();
        if (inference.isPresent()) {
            RecordedRequest.Inference request = inference.get();
            return new RecordingDraft(
                    call, request, InferenceRecordingFactory.document(request), RequestHash.hash(test, request));
        }
        RecordedRequest.Http request = HttpRecordingFactory.request(call);
        return new RecordingDraft(
                call, request, HttpRecordingFactory.document(request), RequestHash.hash(test, request));
    }
}

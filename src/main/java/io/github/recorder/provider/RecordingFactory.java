package io.github.recorder.provider;

import io.github.recorder.matching.RequestHash;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a request and its response into a recording, the reverse of a {@link Dialect}. OpenAI's and Ollama's APIs use
 * the format's inference shape. All others use the http shape. The request decides, so that all responses to it are in
 * one file, except for lists of models. Stateless, thread-safe.
 */
public final class RecordingFactory {

    /** The members that tell what a service responded. One that a live response lacks is not true any more. */
    private static final Set<String> RESPONSE_FORM = Set.of(
            "body",
            "status",
            "is_streaming",
            "is_exception",
            "exception_data",
            "exception_message",
            RecordedResponse.CUT,
            RecordedHeaders.KEY,
            RawBody.KEY);

    private RecordingFactory() {}

    /** Returns a request in its recorded form. */
    public static RecordedRequest request(LiveExchange call) {
        return RecordingDraft.of(call).request();
    }

    /** Returns the recording of an exchange. */
    public static Recording recording(LiveExchange call, LiveResponse live) {
        return recording(RecordingDraft.of(call), live);
    }

    /** Returns the recording of an exchange whose draft was made before. */
    public static Recording recording(RecordingDraft draft, LiveResponse live) {
        if (draft.request() instanceof RecordedRequest.Inference request) {
            Recording recording = whole(draft, InferenceRecordingFactory.response(draft.call(), request, live), live);
            StoredObjectRules.apply(recording, draft.hash().orElseThrow());
            return recording;
        }
        return whole(draft, HttpRecordingFactory.response(live), live);
    }

    /**
     * Adds what the shape does not hold: a cut, times, and the headers and exact bytes of the body if they cannot be
     * rebuilt.
     */
    private static Recording whole(RecordingDraft draft, ObjectNode response, LiveResponse live) {
        LiveExchange call = draft.call();
        if (live.ending() == WireResponse.Ending.CUT) {
            response.put(RecordedResponse.CUT, true);
        }
        Recording recording = recording(draft, response);
        ResponseForm form = call.dialect().form(recording);
        if (!RecordedHeaders.isSame(live.headers(), form.headers(recording.response()))) {
            response.set(RecordedHeaders.KEY, RecordedHeaders.of(live.headers()));
        }
        boolean timesOfBytes = ResponseTiming.add(response, live);
        // A list of models is combined from several recordings, so its bytes are of no use.
        boolean union = isModelList(recording);
        // The form of the http shape may depend on the recorded content type.
        boolean asBefore = draft.request() instanceof RecordedRequest.Inference;
        ResponseForm now = asBefore ? form : call.dialect().form(recording);
        if (!union && (timesOfBytes || !now.isReadFrom(live.body(), recording.response()))) {
            response.set(RawBody.KEY, RawBody.of(live.body(), live.contentType()));
        }
        return recording;
    }

    /** Returns the file name of the recording, without folders. */
    public static String fileName(Recording recording) {
        return fileName(
                recording,
                RequestHash.hash(recording.testId(), recording.request()).orElseThrow());
    }

    /** Returns the file name of a recording of this draft, without folders. */
    public static String fileName(RecordingDraft draft, Recording recording) {
        return fileName(recording, draft.hash().orElseThrow());
    }

    private static String fileName(Recording recording, String hash) {
        boolean named = recording.request() instanceof RecordedRequest.Inference inference
                && (inference.endpoint().equals("/v1/models")
                        || inference.endpoint().equals("/api/tags"));
        return named && isModelList(recording)
                ? RequestHash.modelListFileName(
                        hash,
                        InferenceRecordingFactory.modelIds(recording.response().body()))
                : RequestHash.fileName(hash);
    }

    /** Returns a copy of the recording with another response. */
    public static Recording with(Recording recording, ObjectNode response) {
        ObjectNode document = recording.document().objectNode();
        document.setAll(recording.document());
        document.set("response", response);
        return new Recording(recording.testId(), recording.request(), new RecordedResponse(response), document);
    }

    /**
     * Returns a copy of the recording with a live response, and with those members of its own response that a live one
     * never has, for instance the request headers that it is bound to, and the times of its events.
     */
    public static Recording withLive(Recording recording, RecordedResponse live) {
        ObjectNode response = live.document().objectNode();
        response.setAll(live.document());
        recording.response().document().properties().stream()
                .filter(member -> !RESPONSE_FORM.contains(member.getKey()) && !response.has(member.getKey()))
                .filter(member -> !member.getKey().equals(ResponseTiming.KEY)
                        || (live.streaming() && recording.response().streaming()))
                .forEach(member -> response.set(member.getKey(), member.getValue()));
        return with(recording, response);
    }

    private static boolean isModelList(Recording recording) {
        return ModelList.of(recording.request())
                .filter(list -> list.isList(recording.response()))
                .isPresent();
    }

    private static Recording recording(RecordingDraft draft, ObjectNode response) {
        String test = draft.call().request().testId();
        ObjectNode document = Json.nodes().objectNode();
        document.put("test_id", test);
        document.set("request", draft.document());
        document.set("response", response);
        document.putObject("id_normalization_mapping");
        return new Recording(test, draft.request(), new RecordedResponse(response), document);
    }
}

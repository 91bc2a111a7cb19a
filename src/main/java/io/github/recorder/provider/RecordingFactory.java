package io.github.recorder.provider;

import io.github.recorder.matching.RequestHash;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a call and its response into a recording: the direction opposite to that of a {@link Dialect}. Calls of
 * OpenAI's and Ollama's APIs take the format's inference shape, all others, and those responses that it cannot hold,
 * the http shape. Stateless, thread-safe.
 */
public final class RecordingFactory {

    /** The key of the headers that are stored, in a recorded response; the original's reader passes over it. */
    private static final String HEADERS = "headers";

    private RecordingFactory() {}

    /** Returns a call as its recording has it, if the response is one that the request's shape can hold. */
    public static RecordedRequest request(LiveExchange call) {
        Optional<RecordedRequest.Inference> inference = inference(call);
        return inference.isPresent() ? inference.get() : HttpRecordingFactory.request(call);
    }

    /** Returns the recording of a call. */
    public static Recording recording(LiveExchange call, LiveResponse live) {
        Optional<RecordedRequest.Inference> inference = inference(call);
        Optional<ObjectNode> response =
                inference.flatMap(request -> InferenceRecordingFactory.response(call, request, live));
        if (inference.isPresent() && response.isPresent()) {
            boolean streamed = response.get().path("is_streaming").booleanValue();
            String suggested = streamed ? streamType(live.mediaType()) : MediaType.JSON;
            return recording(call, document(inference.get()), inference.get(), with(live, suggested, response.get()));
        }
        RecordedRequest.Http http = HttpRecordingFactory.request(call);
        ObjectNode stored = HttpRecordingFactory.response(live);
        return recording(call, document(http), http, with(live, HttpRecordingFactory.suggestedType(stored), stored));
    }

    /** Returns the name of the recording's file, without folders. */
    public static String fileName(Recording recording) {
        String hash = RequestHash.hash(recording.testId(), recording.request()).orElseThrow();
        boolean list = recording.request() instanceof RecordedRequest.Inference inference
                && (inference.endpoint().equals("/v1/models")
                        || inference.endpoint().equals("/api/tags"));
        return list && !recording.response().exception()
                ? RequestHash.modelListFileName(
                        hash,
                        InferenceRecordingFactory.modelIds(recording.response().body()))
                : RequestHash.fileName(hash);
    }

    /** Returns the recording with another response. */
    public static Recording with(Recording recording, ObjectNode response) {
        ObjectNode document = recording.document().objectNode();
        document.setAll(recording.document());
        document.set("response", response);
        return new Recording(recording.testId(), recording.request(), new RecordedResponse(response), document);
    }

    private static Optional<RecordedRequest.Inference> inference(LiveExchange call) {
        return call.upstream().isLlm() ? InferenceRecordingFactory.request(call) : Optional.empty();
    }

    private static Recording recording(
            LiveExchange call, ObjectNode requestDocument, RecordedRequest request, ObjectNode response) {
        ObjectNode document = Json.mapper().createObjectNode();
        document.put("test_id", call.request().testId());
        document.set("request", requestDocument);
        document.set("response", response);
        document.putObject("id_normalization_mapping");
        return new Recording(call.request().testId(), request, new RecordedResponse(response), document);
    }

    private static ObjectNode document(RecordedRequest.Inference request) {
        ObjectNode document = Json.mapper().createObjectNode();
        document.put("method", request.method()).put("url", request.url());
        document.putObject(HEADERS);
        document.set("body", request.body());
        return document.put("endpoint", request.endpoint()).put("model", request.model());
    }

    private static ObjectNode document(RecordedRequest.Http request) {
        ObjectNode document = Json.mapper().createObjectNode();
        document.put("test_id", request.testId()).put("url", request.url()).put("method", request.method());
        document.set("payload", request.payload());
        return document;
    }

    private static String streamType(MediaType type) {
        return type.isJsonLines() ? MediaType.NDJSON : MediaType.EVENT_STREAM;
    }

    private static ObjectNode with(LiveResponse live, String suggestedType, ObjectNode response) {
        boolean telling =
                !live.mediaType().isAbsent() && !live.mediaType().name().equals(suggestedType);
        if (telling || !live.headers().isEmpty()) {
            ObjectNode headers = response.putObject(HEADERS);
            if (telling) {
                headers.put("content-type", live.contentType());
            }
            for (Map.Entry<String, String> header : live.headers().entrySet()) {
                headers.put(header.getKey(), header.getValue());
            }
        }
        if (!live.arrivals().isEmpty() && response.path("is_streaming").booleanValue()) {
            response.set(EventTiming.KEY, EventTiming.of(live));
        }
        return response;
    }
}

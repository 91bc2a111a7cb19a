package io.github.recorder.provider;

import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates recordings in the http shape, which contain the exchange in its wire format. The shape can hold every
 * exchange.
 */
final class HttpRecordingFactory {

    private HttpRecordingFactory() {}

    static RecordedRequest.Http request(LiveExchange call) {
        LiveRequest request = call.request();
        JsonNode payload = request.body() == null ? Json.nodes().nullNode() : request.body();
        return new RecordedRequest.Http(
                request.testId(), call.upstream().recordedUrl(call.endpoint()), request.method(), payload);
    }

    /** Returns a request as it is in the file. */
    static ObjectNode document(RecordedRequest.Http request) {
        ObjectNode document = Json.nodes().objectNode();
        document.put("test_id", request.testId()).put("url", request.url()).put("method", request.method());
        document.set("payload", request.payload());
        return document;
    }

    /** Returns the response; {@link RawBody} holds what its body cannot. */
    static ObjectNode response(LiveResponse live) {
        ObjectNode response = Json.nodes().objectNode();
        boolean cut = live.ending() == Ending.CUT;
        if (live.mediaType().isStream()) {
            if (live.status() != 200) {
                response.put("status", live.status());
            }
            ArrayNode lines = response.putArray("body");
            SseEvents.lines(live.body()).forEach(lines::add);
            response.put("is_streaming", true);
        } else {
            response.put("status", live.status());
            response.set("body", json(live.body()));
            response.put("is_streaming", false);
        }
        if (cut) {
            response.put("is_exception", true);
            response.put("exception_message", "the connection was cut before the response was complete");
        }
        return response;
    }

    /** Returns a body as JSON; null if it is not JSON. */
    private static JsonNode json(byte[] body) {
        try {
            return Json.parse(body);
        } catch (JacksonException notJson) {
            return Json.nodes().nullNode();
        }
    }
}

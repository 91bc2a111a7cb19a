package io.github.recorder.provider;

import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedRequest;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls as the http shape has them: as they stood on the wire. It can hold every call. */
final class HttpRecordingFactory {

    private HttpRecordingFactory() {}

    static RecordedRequest.Http request(LiveExchange call) {
        LiveRequest request = call.request();
        JsonNode payload = request.body() == null ? Json.mapper().nullNode() : request.body();
        return new RecordedRequest.Http(
                request.testId(), call.upstream().recordedUrl(call.endpoint()), request.method(), payload);
    }

    static ObjectNode response(LiveResponse live) {
        ObjectNode response = Json.mapper().createObjectNode();
        boolean cut = live.ending() == Ending.CUT;
        MediaType type = live.mediaType();
        if (type.isStream()) {
            if (live.status() != 200) {
                response.put("status", live.status());
            }
            ArrayNode lines = response.putArray("body");
            SseEvents.lines(live.body()).forEach(lines::add);
            response.put("is_streaming", true);
        } else {
            response.put("status", live.status());
            response.set("body", body(type, live.body(), cut));
            response.put("is_streaming", false);
        }
        if (cut) {
            response.put("is_exception", true);
            response.put("exception_message", "the connection was cut before the response was complete");
        }
        return response;
    }

    private static JsonNode body(MediaType mediaType, byte[] body, boolean cut) {
        if (!cut && body.length > 0 && (mediaType.isJson() || mediaType.isAbsent())) {
            try {
                return Json.parse(body);
            } catch (JacksonException notJson) {
                // The service calls it JSON, but its bytes are what the client got.
            }
        }
        Optional<String> text = RequestBodies.text(body);
        return text.isPresent()
                ? RequestBodies.wrapped(
                        RecordedBody.TEXT, Json.mapper().getNodeFactory().stringNode(text.get()))
                : RequestBodies.base64(body);
    }

    /** Returns the media type that replaying a stored response suggests by itself. */
    static String suggestedType(ObjectNode response) {
        if (response.path("is_streaming").booleanValue()) {
            return MediaType.EVENT_STREAM;
        }
        return switch (response.path("body").path("__type__").asString("")) {
            case RecordedBody.TEXT -> "text/plain";
            case RecordedBody.BASE64 -> "application/octet-stream";
            default -> MediaType.JSON;
        };
    }
}

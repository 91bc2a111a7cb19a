package io.github.recorder.provider;

import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The body of a recorded response that was not streamed, and the media type it is sent with. */
final class RecordedBody {

    /** The {@code __type__} of a body that is text but not JSON; its {@code __data__} is the text. */
    static final String TEXT = "recorder.text";

    /** The {@code __type__} of a body that is neither JSON nor text; its {@code __data__} is base64 of the bytes. */
    static final String BASE64 = "recorder.base64";

    private RecordedBody() {}

    /**
     * Returns the body as it is sent: JSON compact, a wrapped SDK object as its fields, text and bytes as they were. A
     * {@code content-type} in the response's {@code headers} goes before the media type that the body suggests.
     *
     * @throws IllegalArgumentException if a body said to be base64 is not
     */
    static WireResponse respond(int status, RecordedResponse response) {
        JsonNode body = response.body();
        Optional<String> contentType = contentType(response);
        if (body.path(RecordedResponse.DATA).isString()) {
            String data = body.path(RecordedResponse.DATA).stringValue();
            String type = body.path(RecordedResponse.TYPE).asString("");
            if (type.equals(TEXT)) {
                return WireFormat.respond(
                        status,
                        contentType.orElse("text/plain"),
                        data.getBytes(StandardCharsets.UTF_8),
                        Ending.COMPLETE);
            }
            if (type.equals(BASE64)) {
                return WireFormat.respond(
                        status,
                        contentType.orElse("application/octet-stream"),
                        Base64.getDecoder().decode(data),
                        Ending.COMPLETE);
            }
        }
        JsonNode value = RecordedResponse.unwrapped(body);
        byte[] bytes = value.isMissingNode() ? new byte[0] : Json.compact(value);
        return WireFormat.respond(status, contentType.orElse(MediaType.JSON), bytes, Ending.COMPLETE);
    }

    /**
     * Returns the media type among the recorded headers, whose names may be in any case and whose values may be lists.
     */
    static Optional<String> contentType(RecordedResponse response) {
        for (Map.Entry<String, JsonNode> header :
                response.document().path("headers").properties()) {
            if (header.getKey().equalsIgnoreCase(WireFormat.CONTENT_TYPE)) {
                JsonNode value = header.getValue().isArray() ? header.getValue().path(0) : header.getValue();
                return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Returns whether chunks were streamed: not where the call ended in an exception before the first could come. */
    static boolean isStream(RecordedResponse response) {
        return response.streaming() && response.body().isArray();
    }

    /** Returns the chunks of a streamed response, SDK wrappers taken off. */
    static List<JsonNode> chunks(RecordedResponse response) {
        return response.body().valueStream().map(RecordedResponse::unwrapped).toList();
    }
}

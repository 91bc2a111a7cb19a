package io.github.recorder.recording;

import io.github.recorder.recording.RecordedRequest.Http;
import io.github.recorder.recording.RecordedRequest.Inference;
import io.github.recorder.recording.RecordedRequest.Tool;
import io.github.recorder.recording.RecordedRequest.Unservable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Recognizes the shape of a {@code request}, and parses it. */
final class RecordedRequestParser {

    private RecordedRequestParser() {}

    /**
     * Returns the request with its shape.
     *
     * @param line the line on which the request begins, for the exception; 0 if unknown
     */
    static RecordedRequest of(ObjectNode request, int line) throws CorruptRecordingException {
        if (request.has("kwargs")) {
            return new Tool(
                    optional(request, "test_id", line),
                    required(request, "provider", line),
                    required(request, "tool_name", line),
                    required(request, "kwargs", line));
        }
        if (request.has("payload")) {
            return new Http(
                    optional(request, "test_id", line),
                    string(request, "url", line),
                    string(request, "method", line),
                    required(request, "payload", line));
        }
        if (request.has("body")) {
            String model = optional(request, "model", line);
            return new Inference(
                    string(request, "method", line),
                    string(request, "url", line),
                    required(request, "body", line),
                    string(request, "endpoint", line),
                    model == null ? "" : model,
                    request.get("provider_metadata"));
        }
        if (request.isEmpty()) {
            throw new CorruptRecordingException(
                    line, "`request` is empty; it has to have the key `body`, `payload` or `kwargs`");
        }
        return new Unservable(request);
    }

    private static JsonNode required(ObjectNode request, String key, int line) throws CorruptRecordingException {
        JsonNode value = request.get(key);
        if (value == null) {
            throw new CorruptRecordingException(
                    line, "`request` has no `" + key + "`, only " + String.join(", ", request.propertyNames()));
        }
        return value;
    }

    private static String string(ObjectNode request, String key, int line) throws CorruptRecordingException {
        JsonNode value = required(request, key, line);
        if (!value.isString()) {
            throw new CorruptRecordingException(
                    line, "`" + key + "` of `request` is " + JsonTypeNames.of(value.asToken()) + ", not a string");
        }
        return value.stringValue();
    }

    private static @Nullable String optional(ObjectNode request, String key, int line)
            throws CorruptRecordingException {
        JsonNode value = request.get(key);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new CorruptRecordingException(
                    line,
                    "`" + key + "` of `request` is " + JsonTypeNames.of(value.asToken()) + ", not a string or null");
        }
        return value.stringValue();
    }
}

package io.github.recorder.provider;

import io.github.recorder.recording.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The error format of Google's APIs, {@code {"error": {"code", "message", "status", "details"}}}; the error code for
 * programs is the reason of an {@code ErrorInfo}. Source: <a
 * href="https://cloud.google.com/apis/design/errors">Errors</a>, with its table of status words.
 */
final class GoogleError {

    private static final Map<Integer, String> STATUS_WORDS = Map.ofEntries(
            Map.entry(400, "INVALID_ARGUMENT"),
            Map.entry(401, "UNAUTHENTICATED"),
            Map.entry(403, "PERMISSION_DENIED"),
            Map.entry(404, "NOT_FOUND"),
            Map.entry(409, "ABORTED"),
            Map.entry(429, "RESOURCE_EXHAUSTED"),
            Map.entry(499, "CANCELLED"),
            Map.entry(500, "INTERNAL"),
            Map.entry(501, "UNIMPLEMENTED"),
            Map.entry(503, "UNAVAILABLE"),
            Map.entry(504, "DEADLINE_EXCEEDED"));

    private GoogleError() {}

    static JsonNode of(int status, String message, String code) {
        ObjectNode body = Json.nodes().objectNode();
        ObjectNode error = body.putObject("error")
                .put("code", status)
                .put("message", message)
                .put("status", STATUS_WORDS.getOrDefault(status, "UNKNOWN"));
        error.putArray("details")
                .addObject()
                .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                .put("reason", code)
                .put("domain", "recorder");
        return body;
    }
}

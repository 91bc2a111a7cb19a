package io.github.recorder.recording;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code response} part of a recording.
 *
 * @param document the response as it stands in the file, additions of ours included
 */
public record RecordedResponse(ObjectNode document) {

    /** The key in which a value that came from an SDK object keeps the name of its class. */
    public static final String TYPE = "__type__";

    /** The key in which a value that came from an SDK object keeps its fields. */
    public static final String DATA = "__data__";

    /** Returns the HTTP status code; 200 if the file has none. */
    public int status() {
        return document.path("status").asInt(200);
    }

    /** Returns whether the response was streamed, so that the body is a list of chunks. */
    public boolean streaming() {
        return document.path("is_streaming").asBoolean(false);
    }

    /** Returns whether the call ended in an exception of the provider's SDK. */
    public boolean exception() {
        return document.path("is_exception").asBoolean(false);
    }

    /** Returns {@code exception_data}; null if absent. */
    public @Nullable ObjectNode exceptionData() {
        return document.get("exception_data") instanceof ObjectNode data ? data : null;
    }

    /** Returns the body as it stands in the file, wrappers included; JSON null if absent. */
    public JsonNode body() {
        return document.path("body");
    }

    /** Returns the fields of a value that came from an SDK object; any other value as it is. */
    public static JsonNode unwrapped(JsonNode value) {
        JsonNode data = value.get(DATA);
        return data == null ? value : data;
    }
}

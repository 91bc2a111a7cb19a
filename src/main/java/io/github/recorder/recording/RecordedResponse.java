package io.github.recorder.recording;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code response} part of a recording.
 *
 * @param document the response as written in the file, including our additions
 */
public record RecordedResponse(ObjectNode document) {

    /** The key that holds the class name of a value from an SDK object. */
    public static final String TYPE = "__type__";

    /** The key that holds the fields of a value from an SDK object. */
    public static final String DATA = "__data__";

    /** The key that marks a response that was cut; the original's reader ignores it. */
    public static final String CUT = "cut";

    /** The key of the body. */
    public static final String BODY = "body";

    /** The key of the exact bytes of the body; the original's reader ignores it. */
    public static final String RAW = "raw";

    /** The key of the charset of {@link #RAW}. */
    public static final String RAW_CHARSET = "charset";

    /** The key of the times of the body's parts; the original's reader ignores it. */
    public static final String TIMING = "timing";

    /** The key of the next responses to the same request; the original's reader ignores it. */
    public static final String NEXT = "next";

    /** The key of further responses to the same request, for other headers; the original's reader ignores it. */
    public static final String VARIANTS = "variants";

    /** The key of the response headers. */
    public static final String HEADERS = "headers";

    /**
     * The maximum size of all header lines of a response, in bytes. Java's HTTP client takes as much from a service.
     */
    public static final int MAX_HEADER_BYTES = 384 << 10;

    /** Returns the HTTP status code; 200 if the file has none. */
    public int status() {
        return document.path("status").asInt(200);
    }

    /** Returns whether the response was streamed. The body is then a list of chunks. */
    public boolean streaming() {
        return document.path("is_streaming").asBoolean(false);
    }

    /** Returns whether chunks were streamed; false if the call ended in an exception before the first one arrived. */
    public boolean hasChunks() {
        return streaming() && body().isArray();
    }

    /** Returns whether the call ended in an exception of the provider's SDK. */
    public boolean exception() {
        return document.path("is_exception").asBoolean(false);
    }

    /**
     * Returns whether the response was cut: for the client the connection breaks. The original has no such key; its
     * stream that ended in an exception was also cut.
     */
    public boolean cut() {
        return document.path(CUT).asBoolean(false);
    }

    /** Returns {@code exception_data}; null if absent. */
    public @Nullable ObjectNode exceptionData() {
        return document.get("exception_data") instanceof ObjectNode data ? data : null;
    }

    /** Returns the body as written in the file, including wrappers; JSON null if absent. */
    public JsonNode body() {
        return document.path(BODY);
    }

    /** Returns the fields of a value from an SDK object, and any other value unchanged. */
    public static JsonNode unwrapped(JsonNode value) {
        JsonNode data = value.get(DATA);
        return data == null ? value : data;
    }
}

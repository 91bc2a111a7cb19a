package io.github.recorder.provider;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads recorded responses, streamed or complete, through their dialects. */
public final class ResponseReader {

    private static final String SSE_DATA = "data:";

    private ResponseReader() {}

    /** Returns the content of a response. */
    public static ResponseContent read(Dialect dialect, RecordedResponse response) {
        ContentCollector collector = new ContentCollector();
        events(response).forEach(event -> dialect.collect(event, collector));
        return collector.content();
    }

    /**
     * Returns the body as one value: the fields of an SDK object, JSON, the text of other bodies, or base64 for bytes;
     * JSON null or a missing node if there is no body.
     */
    public static JsonNode body(RecordedResponse response) {
        JsonNode body = response.body();
        return body.isNull() ? RawBody.shown(response).orElse(body) : RecordedResponse.unwrapped(body);
    }

    /**
     * Returns the JSON values of a response: the one body, or one for each chunk. Lines of a stream that are not JSON
     * are strings; those of server-sent events without data are left out.
     */
    public static List<JsonNode> events(RecordedResponse response) {
        if (!response.body().isArray()) {
            return List.of(body(response));
        }
        List<JsonNode> events = new ArrayList<>();
        for (JsonNode chunk : response.body()) {
            if (!chunk.isString()) {
                events.add(RecordedResponse.unwrapped(chunk));
            } else if (!isWithoutData(chunk.stringValue())) {
                events.add(parsed(chunk));
            }
        }
        return events;
    }

    private static boolean isWithoutData(String line) {
        return line.isBlank()
                || line.equals(SSE_DATA + " [DONE]")
                || line.startsWith(":")
                || line.startsWith("event:")
                || line.startsWith("id:")
                || line.startsWith("retry:");
    }

    private static JsonNode parsed(JsonNode line) {
        String text = line.stringValue();
        try {
            return Json.read(text.startsWith(SSE_DATA) ? text.substring(SSE_DATA.length()) : text);
        } catch (JacksonException notJson) {
            return line;
        }
    }
}

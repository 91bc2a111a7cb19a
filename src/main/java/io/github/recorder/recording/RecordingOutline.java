package io.github.recorder.recording;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recording whose bodies stay in its file, so that its size does not depend on theirs. Immutable.
 *
 * <p>In place of a body, or of the exact bytes of one, it has an empty value of the same JSON type. The times of parts
 * are left out.
 */
public final class RecordingOutline {

    private final Recording recording;
    private final IdentityHashMap<ObjectNode, Map<String, Long>> positions;

    private RecordingOutline(Recording recording, IdentityHashMap<ObjectNode, Map<String, Long>> positions) {
        this.recording = recording;
        this.positions = positions;
    }

    /**
     * Reads the outline of a recording that {@link RecordingCodec#check} accepts.
     *
     * @param in closed at the end
     * @return empty if an object has a key twice, so that the value of a key is not known before the object's end
     * @throws IOException if the stream cannot be read
     */
    public static Optional<RecordingOutline> read(InputStream in) throws IOException {
        try (JsonParser parser = Json.locatingParser(in)) {
            Reading reading = new Reading(parser);
            Recording recording = reading.recording();
            return recording == null
                    ? Optional.empty()
                    : Optional.of(new RecordingOutline(recording, reading.positions));
        } catch (JacksonIOException failure) {
            throw failure.getCause();
        } catch (JacksonException | CorruptRecordingException notSuitable) {
            return Optional.empty();
        }
    }

    /** Returns the recording without its bodies. */
    public Recording recording() {
        return recording;
    }

    /**
     * Returns the position in the file, in bytes, of a value that is empty here: of a body, which is that of the fields
     * if the body is a wrapped SDK object, or of a member of the exact bytes of a body.
     *
     * @param holder the object of this recording that has the member
     * @param key the name of the member
     * @return empty if there is no such value
     */
    public OptionalLong position(JsonNode holder, String key) {
        Long position = positions.getOrDefault(holder, Map.of()).get(key);
        return position == null ? OptionalLong.empty() : OptionalLong.of(position);
    }

    /** One pass over a file. */
    private static final class Reading {

        private final JsonParser parser;
        private final IdentityHashMap<ObjectNode, Map<String, Long>> positions = new IdentityHashMap<>();

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        /** Returns the recording; null if the file has none. */
        @Nullable
        Recording recording() throws CorruptRecordingException {
            ObjectNode document = Json.nodes().objectNode();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (String key = parser.nextName(); key != null; key = parser.nextName()) {
                JsonToken token = parser.nextToken();
                switch (key) {
                    case "test_id", "request" -> document.set(key, JsonTree.of(parser));
                    case "response" -> {
                        if (token != JsonToken.START_OBJECT) {
                            return null;
                        }
                        document.set(key, response());
                    }
                    default -> parser.skipChildren();
                }
            }
            return document.get("request") instanceof ObjectNode request
                            && document.get("response") instanceof ObjectNode response
                    ? new Recording(
                            document.path("test_id").asString(null),
                            RecordedRequestParser.of(request, 0),
                            new RecordedResponse(response),
                            document)
                    : null;
        }

        private ObjectNode response() {
            ObjectNode response = Json.nodes().objectNode();
            for (String key = parser.nextName(); key != null; key = parser.nextName()) {
                parser.nextToken();
                switch (key) {
                    case RecordedResponse.BODY -> response.set(key, body(response));
                    case RecordedResponse.RAW -> response.set(key, raw());
                    case RecordedResponse.NEXT, RecordedResponse.VARIANTS -> response.set(key, responses());
                    case RecordedResponse.TIMING -> parser.skipChildren();
                    default -> response.set(key, JsonTree.of(parser));
                }
            }
            return response;
        }

        private JsonNode responses() {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                return JsonTree.of(parser);
            }
            ArrayNode responses = Json.nodes().arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                responses.add(parser.currentToken() == JsonToken.START_OBJECT ? response() : JsonTree.of(parser));
            }
            return responses;
        }

        private JsonNode body(ObjectNode response) {
            locate(response, RecordedResponse.BODY);
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                return emptied();
            }
            for (String key = parser.nextName(); key != null; key = parser.nextName()) {
                parser.nextToken();
                if (key.equals(RecordedResponse.DATA)) {
                    locate(response, RecordedResponse.BODY);
                }
                parser.skipChildren();
            }
            return Json.nodes().objectNode();
        }

        private JsonNode raw() {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                return emptied();
            }
            ObjectNode raw = Json.nodes().objectNode();
            for (String key = parser.nextName(); key != null; key = parser.nextName()) {
                parser.nextToken();
                locate(raw, key);
                raw.set(key, key.equals(RecordedResponse.RAW_CHARSET) ? JsonTree.of(parser) : emptied());
            }
            return raw;
        }

        private void locate(ObjectNode holder, String key) {
            long position = parser.currentTokenLocation().getByteOffset();
            positions.computeIfAbsent(holder, first -> new HashMap<>()).put(key, position);
        }

        /** Skips a value; returns an empty one of its type. */
        private JsonNode emptied() {
            return switch (parser.currentToken()) {
                case START_OBJECT -> {
                    parser.skipChildren();
                    yield Json.nodes().objectNode();
                }
                case START_ARRAY -> {
                    parser.skipChildren();
                    yield Json.nodes().arrayNode();
                }
                case VALUE_STRING -> Json.nodes().stringNode("");
                default -> JsonTree.of(parser);
            };
        }
    }
}

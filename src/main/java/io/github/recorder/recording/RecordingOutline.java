package io.github.recorder.recording;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
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
 * A recording without the trees of its bodies. They stay in its file, so that its size does not depend on theirs, or
 * they are in compact form. Immutable.
 *
 * <p>In place of a body, or of the exact bytes of one that stays in the file, it has an empty value of the same JSON
 * type. The times of parts are left out.
 */
public final class RecordingOutline {

    private final Recording recording;
    private final IdentityHashMap<ObjectNode, Map<String, Long>> positions;

    private final IdentityHashMap<ObjectNode, List<CompactValue>> parts;

    private RecordingOutline(Reading reading, Recording recording) {
        this.recording = recording;
        this.positions = reading.positions;
        this.parts = reading.parts;
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
            return new Reading(parser, false).outline();
        } catch (JacksonIOException failure) {
            throw failure.getCause();
        } catch (JacksonException | CorruptRecordingException notSuitable) {
            return Optional.empty();
        }
    }

    /**
     * Reads a recording with its bodies in compact form. It checks what {@link RecordingCodec#read} checks.
     *
     * @return empty if the recording must be read as a whole, or has a fault
     */
    public static Optional<RecordingOutline> read(byte[] file) {
        if (!JsonText.isAscii(file)) {
            return Optional.empty();
        }
        try (JsonParser parser = Json.strictParser(file)) {
            Optional<RecordingOutline> outline = new Reading(parser, true).outline();
            if (outline.isPresent()) {
                RecordingCodec.checkShape(outline.get().recording().document());
            }
            return parser.nextToken() == null ? outline : Optional.empty();
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

    /**
     * Returns the parts of a body in compact form: the elements of a list, or any other value as the only part.
     *
     * @param response the response with the body
     * @return none if there is no body, or if it stays in the file
     */
    public List<CompactValue> parts(JsonNode response) {
        return parts.getOrDefault(response, List.of());
    }

    /** One pass over a file. */
    private static final class Reading {

        private final JsonParser parser;
        private final boolean compact;
        private final IdentityHashMap<ObjectNode, Map<String, Long>> positions = new IdentityHashMap<>();
        private final IdentityHashMap<ObjectNode, List<CompactValue>> parts = new IdentityHashMap<>();

        /** @param compact whether bodies are read, and do not stay in the file */
        Reading(JsonParser parser, boolean compact) {
            this.parser = parser;
            this.compact = compact;
        }

        Optional<RecordingOutline> outline() throws CorruptRecordingException {
            return Optional.ofNullable(recording()).map(recording -> new RecordingOutline(this, recording));
        }

        /** Returns the recording; null if the file has none. */
        private @Nullable Recording recording() throws CorruptRecordingException {
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
                    case RecordedResponse.BODY -> response.set(key, compact ? compact(response) : body(response));
                    case RecordedResponse.RAW -> response.set(key, compact ? JsonTree.of(parser) : raw());
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

        private JsonNode compact(ObjectNode response) {
            List<CompactValue> read = new ArrayList<>();
            parts.put(response, read);
            JsonToken token = parser.currentToken();
            if (token == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    read.add(CompactValue.of(parser));
                }
                return Json.nodes().arrayNode();
            }
            read.add(CompactValue.of(parser));
            return switch (token) {
                case START_OBJECT -> Json.nodes().objectNode();
                case VALUE_STRING -> Json.nodes().stringNode("");
                default -> JsonTree.of(parser);
            };
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

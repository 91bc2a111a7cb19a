package io.github.recorder.recording;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Replaces single values in JSON, and leaves all other bytes as they are. */
public final class JsonEditor {

    private JsonEditor() {}

    /**
     * Returns the JSON with other strings and numbers. A text that is not JSON in UTF-8 is returned unchanged.
     *
     * @param change returns the new value, given the steps to the old one and the old one; empty to keep it
     */
    public static byte[] edited(byte[] json, BiFunction<List<String>, JsonNode, Optional<JsonNode>> change) {
        ByteArrayOutputStream edited = new ByteArrayOutputStream();
        int copied = 0;
        try (JsonParser parser = Json.parser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
                    continue;
                }
                String text = parser.getString();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                int end = (int) parser.currentLocation().getByteOffset();
                if (!isAt(json, start, end, token, text)) {
                    continue;
                }
                JsonNode value = token == JsonToken.VALUE_STRING
                        ? StringNode.valueOf(text)
                        : Json.parse(text.getBytes(StandardCharsets.UTF_8));
                Optional<JsonNode> changed = change.apply(steps(parser.streamReadContext()), value);
                if (changed.isPresent()) {
                    edited.write(json, copied, start - copied);
                    edited.writeBytes(Json.compact(changed.get()));
                    copied = end;
                }
            }
        } catch (JacksonException notJson) {
            return json;
        }
        edited.write(json, copied, json.length - copied);
        return edited.toByteArray();
    }

    /** The parser counts no bytes of a text that is not in UTF-8. */
    private static boolean isAt(byte[] json, int start, int end, JsonToken token, String text) {
        if (start < 0 || end > json.length || end <= start) {
            return false;
        }
        return token == JsonToken.VALUE_STRING
                ? end - start >= 2 && json[start] == '"' && json[end - 1] == '"'
                : text.equals(new String(json, start, end - start, StandardCharsets.UTF_8));
    }

    private static List<String> steps(TokenStreamContext place) {
        Deque<String> steps = new ArrayDeque<>();
        for (TokenStreamContext level = place; !level.inRoot(); level = level.getParent()) {
            steps.push(level.inObject() ? level.currentName() : String.valueOf(level.getCurrentIndex()));
        }
        return List.copyOf(steps);
    }
}

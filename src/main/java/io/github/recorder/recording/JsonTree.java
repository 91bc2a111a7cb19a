package io.github.recorder.recording;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the tree of a JSON value, as the mapper does, but without starting the mapper. */
final class JsonTree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The length from which on a string is read without the parser, which needs several times its length for it. */
    private static final int LONG_STRING = 64 << 10;

    private final JsonParser parser;
    private final byte[] text;

    private JsonTree(JsonParser parser, byte[] text) {
        this.parser = parser;
        this.text = text;
    }

    /** Reads the value that begins with the parser's current token; its last token is then the current one. */
    static JsonNode of(JsonParser parser) {
        return of(parser, new byte[0]);
    }

    /**
     * Reads the same value with less memory.
     *
     * @param text the ASCII text of the parser, which counts its bytes
     */
    static JsonNode of(JsonParser parser, byte[] text) {
        return new JsonTree(parser, text).value();
    }

    private JsonNode value() {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> NODES.stringNode(string());
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new IllegalStateException("no value begins with " + token);
        };
    }

    /** A repeated name has its last value, at the first place. */
    private ObjectNode object() {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, value());
        }
        return object;
    }

    private ArrayNode array() {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
        }
        return array;
    }

    private String string() {
        if (text.length >= LONG_STRING) {
            String read = longString((int) parser.currentTokenLocation().getByteOffset() + 1);
            if (read != null) {
                return read;
            }
        }
        return parser.getString();
    }

    /** Returns the long string that starts at an index; null if it is short, or if the parser must judge it. */
    private @Nullable String longString(int start) {
        boolean escaped = false;
        int end = start;
        while (end < text.length && text[end] != '"') {
            if (text[end] < ' ') {
                return null;
            }
            if (text[end] == '\\') {
                escaped = true;
                end++;
            }
            end++;
        }
        if (end >= text.length || end - start < LONG_STRING) {
            return null;
        }
        return escaped ? unescaped(start, end) : new String(text, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private @Nullable String unescaped(int start, int end) {
        StringBuilder out = new StringBuilder(end - start);
        int i = start;
        while (i < end) {
            int character = text[i++];
            if (character == '\\') {
                boolean unicode = text[i++] == 'u';
                character = unicode ? JsonText.unit(text, i) : simpleEscape(text[i - 1]);
                i += unicode ? JsonText.UNIT_DIGITS : 0;
            }
            if (character < 0) {
                return null;
            }
            out.append((char) character);
        }
        return out.toString();
    }

    private static int simpleEscape(byte letter) {
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> -1;
        };
    }

    private static JsonNode integer(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    /** Returns whether a value is nested no deeper than a parser reads. */
    static boolean isReadable(JsonNode value) {
        return !isDeeper(value, Json.DEEPEST_NESTING);
    }

    private static boolean isDeeper(JsonNode value, int most) {
        if (!value.isContainer()) {
            return false;
        }
        if (most == 0) {
            return true;
        }
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                if (isDeeper(field.getValue(), most - 1)) {
                    return true;
                }
            }
            return false;
        }
        for (JsonNode item : value) {
            if (isDeeper(item, most - 1)) {
                return true;
            }
        }
        return false;
    }
}

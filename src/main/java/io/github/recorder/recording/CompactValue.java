package io.github.recorder.recording;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.JsonNode;

/**
 * A JSON value of a recorded body in the form of {@link Json#compact}, which is made while the value is read, without a
 * tree. Immutable.
 */
public final class CompactValue {

    private final byte[] json;
    private final int from;
    private final int to;
    private final @Nullable String text;
    private final @Nullable String type;

    private CompactValue(byte[] json, int from, int to, @Nullable String text, @Nullable String type) {
        this.json = json;
        this.from = from;
        this.to = to;
        this.text = text;
        this.type = type;
    }

    /** Returns the compact form of a value. */
    public static CompactValue of(JsonNode value) {
        try (JsonParser parser = value.traverse(ObjectReadContext.empty())) {
            parser.nextToken();
            return of(parser);
        }
    }

    /** Reads the value that begins with the parser's current token; its last token is then the current one. */
    static CompactValue of(JsonParser parser) {
        String text = text(parser);
        Reading reading = new Reading(parser);
        reading.value(true);
        byte[] json = reading.out.toByteArray();
        return new CompactValue(json, reading.from, reading.to == 0 ? json.length : reading.to, text, reading.type);
    }

    private static @Nullable String text(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : null;
    }

    /** Returns the value as compact JSON. */
    public byte[] json() {
        return json.clone();
    }

    /** Returns the fields of a value from an SDK object, and any other value, as compact JSON. */
    public byte[] fields() {
        return Arrays.copyOfRange(json, from, to);
    }

    /** Returns the value if it is a string; else null. */
    public @Nullable String text() {
        return text;
    }

    /** Returns the string {@code type} of the fields; null if there is none. */
    public @Nullable String type() {
        return type;
    }

    /** One pass over a value. The fields of a wrapped SDK object are between two positions of the text. */
    private static final class Reading {

        private final JsonParser parser;
        private final JsonWriter out = JsonWriter.ofParts();
        private int from;
        private int to;
        private @Nullable String type;

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        /** @param mayWrap whether it may be a wrapped SDK object, and not its fields */
        void value(boolean mayWrap) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                out.copy(parser);
                return;
            }
            out.raw('{');
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                out.name(name);
                if (mayWrap && name.equals(RecordedResponse.DATA)) {
                    from = out.length();
                    type = null;
                    value(false);
                    to = out.length();
                } else {
                    type = to == 0 && name.equals("type") ? text(parser) : type;
                    out.copy(parser);
                }
            }
            out.raw('}');
        }
    }
}

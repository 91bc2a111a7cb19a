package io.github.recorder.recording;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The configured JSON parser and mapper of this project.
 *
 * <p>They preserve what Python's {@code json} preserves: the order of keys; the last value of a repeated key, at its
 * first position; integers of any size; {@code 5.0} distinct from {@code 5}; {@code 1e400} as infinity; {@code NaN} and
 * {@code Infinity}; and lone surrogates.
 */
public final class Json {

    /**
     * The maximum nesting of arrays and objects. Python's own limit is a little lower. A document that is read must
     * also be written, hashed and searched on the stack of any thread.
     */
    public static final int DEEPEST_NESTING = 1_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST_NESTING)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(100_000)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // Recordings are the user's own files, so hash collisions of keys are not an attack.
            .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    /** Made when it is first used, because only recordings that are served need it. */
    private static final class Locating {

        static final JsonFactory FACTORY = Json.FACTORY
                .rebuild()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /** Made when it is first used, because that takes longer than everything else for which a build needs JSON. */
    private static final class Mapper {

        static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    private Json() {}

    /**
     * Returns the mapper between JSON and classes, which is immutable and thread-safe. For JSON without classes use the
     * other methods, which do not need it.
     */
    public static JsonMapper mapper() {
        return Mapper.MAPPER;
    }

    /** Returns the factory of values. */
    public static JsonNodeFactory nodes() {
        return JsonNodeFactory.instance;
    }

    /** Returns a parser of a text that is already decoded. */
    static JsonParser parser(Reader text) {
        return FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    /** Returns a parser that counts the bytes of the text. */
    static JsonParser parser(byte[] text) {
        return FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    /**
     * Returns a parser of ASCII text that refuses repeated keys. It reads what {@link #parser(Reader)} reads from a
     * {@link JsonText}, or fails.
     */
    static JsonParser strictParser(byte[] text) {
        return Locating.FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    /** Returns a parser of strict UTF-8 that counts the bytes of the text, and refuses repeated keys. */
    static JsonParser locatingParser(InputStream text) {
        return Locating.FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    /**
     * Parses one JSON value.
     *
     * @throws tools.jackson.core.JacksonException if the bytes are not one JSON value in UTF-8; a byte order mark
     *     counts as an error, and so does an empty text
     */
    public static JsonNode parse(byte[] bytes) {
        JsonNode value = tree(bytes, JsonText.of(bytes));
        if (value.isMissingNode()) {
            throw new StreamReadException("the text is empty");
        }
        return value;
    }

    /**
     * Parses one JSON value; a missing node if the text is empty.
     *
     * @throws tools.jackson.core.JacksonException if the text is not one JSON value
     */
    public static JsonNode read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return hasLoneSurrogate(text) ? textTree(new StringReader(text)) : tree(bytes, JsonText.of(bytes));
    }

    /** Returns whether a text has a character that becomes a question mark in UTF-8. */
    private static boolean hasLoneSurrogate(String text) {
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                return true;
            }
            i += Character.charCount(c);
        }
        return false;
    }

    /** Parses the bytes if they are ASCII, so that a build needs only one parser, and otherwise the text. */
    private static JsonNode tree(byte[] bytes, Reader text) {
        if (JsonText.isAscii(bytes)) {
            try {
                return tree(parser(bytes), bytes);
            } catch (JacksonException unusual) {
                // It is no JSON, or has a key that only the other parser reads.
            }
        }
        return textTree(text);
    }

    private static JsonNode textTree(Reader text) {
        return tree(parser(text), new byte[0]);
    }

    /**
     * Parses one JSON value; a missing node if the text is empty.
     *
     * @param text closed at the end
     * @param ascii the bytes that the parser reads; none if it reads characters
     */
    private static JsonNode tree(JsonParser text, byte[] ascii) {
        try (JsonParser parser = text) {
            if (parser.nextToken() == null) {
                return nodes().missingNode();
            }
            JsonNode value = JsonTree.of(parser, ascii);
            JsonToken trailing = parser.nextToken();
            if (trailing != null) {
                throw new StreamReadException(parser, "more than one value (the next begins with " + trailing + ")");
            }
            return value;
        }
    }

    /**
     * Returns the value as compact UTF-8 for the wire. Non-ASCII characters are not escaped, except lone surrogates,
     * which UTF-8 cannot hold.
     */
    public static byte[] compact(JsonNode value) {
        return JsonWriter.write(value, JsonWriter.Layout.COMPACT);
    }

    /** Returns whether a text is the one of {@link #compact}, without making that. */
    public static boolean isCompact(byte[] text, JsonNode value) {
        EqualOutput output = new EqualOutput(text);
        try {
            JsonWriter.write(value, JsonWriter.Layout.COMPACT, output);
            return output.isComplete();
        } catch (IOException different) {
            return false;
        }
    }

    /** Accepts only the bytes of a text. */
    private static final class EqualOutput extends OutputStream {

        private final byte[] text;
        private int size;

        EqualOutput(byte[] text) {
            this.text = text;
        }

        boolean isComplete() {
            return size == text.length;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (length > text.length - size || !Arrays.equals(bytes, from, from + length, text, size, size + length)) {
                throw new IOException("another byte");
            }
            size += length;
        }
    }

    /**
     * Returns the value as a text that every JSON parser accepts. Infinity and NaN become strings. Raw values must be
     * JSON.
     */
    public static String strict(JsonNode value) {
        return new String(JsonWriter.write(value, JsonWriter.Layout.STRICT), StandardCharsets.UTF_8);
    }

    /** Returns a text as a JSON string, as {@link #strict} does. */
    public static String quoted(String text) {
        return JsonWriter.isPlain(text) ? '"' + text + '"' : strict(nodes().stringNode(text));
    }

    /**
     * Returns the value as {@link #strict} does, in a form that neither ends a script element of HTML nor is read as
     * markup there. It is valid JavaScript. Raw values must have this form.
     */
    public static String script(JsonNode value) {
        return new String(JsonWriter.write(value, JsonWriter.Layout.SCRIPT), StandardCharsets.UTF_8);
    }
}

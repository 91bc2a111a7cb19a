package io.github.recorder.recording;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The configured JSON mapper of this project.
 *
 * <p>It preserves what Python's {@code json} preserves: the order of keys; the last value of a repeated key, at its
 * first position; integers of any size; {@code 5.0} distinct from {@code 5}; {@code 1e400} as infinity; {@code NaN} and
 * {@code Infinity}; and lone surrogates.
 */
public final class Json {

    /**
     * The maximum nesting of arrays and objects. Python's own limit is a little lower. A document that is read must
     * also be written, hashed and searched on the stack of any thread.
     */
    public static final int DEEPEST_NESTING = 1_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST_NESTING)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxNumberLength(100_000)
                            .build())
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    // Recordings are the user's own files, so hash collisions of keys are not an attack.
                    .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** Returns the mapper, which is immutable and thread-safe. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /**
     * Parses one JSON value.
     *
     * @throws tools.jackson.core.JacksonException if the bytes are not one JSON value in UTF-8; a byte order mark
     *     counts as an error, and so does an empty text
     */
    public static JsonNode parse(byte[] bytes) {
        JsonNode value = MAPPER.readTree(JsonText.of(bytes));
        if (value.isMissingNode()) {
            throw new StreamReadException("the text is empty");
        }
        return value;
    }

    /**
     * Returns the value as compact UTF-8 for the wire. Non-ASCII characters are not escaped, except lone surrogates,
     * which UTF-8 cannot hold.
     */
    public static byte[] compact(JsonNode value) {
        return JsonWriter.write(value, JsonWriter.Layout.COMPACT);
    }
}

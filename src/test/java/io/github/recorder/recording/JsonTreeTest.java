package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** The tree is the one that the mapper makes. */
final class JsonTreeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "false",
                "\"\"",
                "\"caf\u00e9 \\ud83d\\ude00 \\ud800\"",
                "0",
                "-0",
                "-0.0",
                "1",
                "2147483648",
                "9223372036854775808",
                "1.50",
                "1E400",
                "-1e-400",
                "0.1234567890123456789",
                "NaN",
                "-Infinity",
                "[]",
                "{}",
                "[1, [], {}, [[2, \"x\"]], null]",
                "{\"b\": 1, \"a\": {\"c\": [true]}, \"b\": {\"d\": 2}, \"\": \"\"}"
            })
    void isTheOneOfTheMapper(String text) {
        JsonNode expected = Json.mapper().readTree(text);
        JsonNode read = Json.read(text);
        assertThat(read).isEqualTo(expected);
        assertThat(types(read)).isEqualTo(types(expected));
        assertThat(read).hasToString(expected.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a \\\"quoted\\\" word, C:\\\\path\\/, \\b\\f\\n\\r\\t",
                "\\u00e9 \\uD83D\\ude00 \\ud800 \\u0000",
                "caf\u00e9",
                "\\x",
                "\\u12g4",
                "\\u12",
                "a\nb",
                "\u0001"
            })
    void readsLongStringsAsTheMapperDoes(String end) {
        for (int length : new int[] {100, 65_535, 65_536, 200_000}) {
            String text = "{\"a\": [1, \"" + "x".repeat(length) + end + "\", \"b\"], \"" + "k".repeat(length) + "\": \""
                    + end + "y".repeat(length) + "\"}";
            JsonNode expected = readByMapper(text);
            if (expected == null) {
                assertThatThrownBy(() -> Json.read(text)).isInstanceOf(JacksonException.class);
                assertThatThrownBy(() -> Json.parse(text.getBytes(StandardCharsets.UTF_8)))
                        .isInstanceOf(JacksonException.class);
            } else {
                assertThat(Json.read(text)).isEqualTo(expected);
                assertThat(Json.parse(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
            }
        }
    }

    @Test
    void readsALongStringThatIsNotClosed() {
        for (String end : List.of("", "\\", "\\\"", "\\u1")) {
            assertThatThrownBy(() -> Json.read("\"" + "x".repeat(70_000) + end)).isInstanceOf(JacksonException.class);
        }
    }

    private static @Nullable JsonNode readByMapper(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JacksonException refused) {
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1 2", "[1", "{\"a\"", "{\"a\": 1,}", "[1,]", "nul", "]", "{1: 2}", "[1}", "\"", "01", "+1"})
    void refusesWhatTheMapperRefuses(String text) {
        assertThatThrownBy(() -> Json.mapper().readTree(text)).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> Json.read(text)).isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {Json.DEEPEST_NESTING, Json.DEEPEST_NESTING + 1})
    void isAsDeepAsItMayBe(int depth) {
        String text = "[".repeat(depth) + "]".repeat(depth);
        if (depth <= Json.DEEPEST_NESTING) {
            assertThat(Json.read(text)).isEqualTo(Json.mapper().readTree(text));
        } else {
            assertThatThrownBy(() -> Json.read(text)).isInstanceOf(JacksonException.class);
        }
    }

    @Test
    void isWrittenForEveryParser() {
        ObjectNode value = Json.nodes().objectNode();
        value.put("text", "caf\u00e9 \ud83d\ude00 \ud800 \"\n\u0001");
        value.putArray("numbers").add(1).add(1.5).add(1e300).add(Double.NaN).add(Double.NEGATIVE_INFINITY);
        value.putRawValue("raw", new RawValue("{\"a\": \"\u00e9\"}"));
        JsonMapper strict = JsonMapper.builder().build();
        assertThat(strict.readTree(Json.strict(value))).isEqualTo(strict.readTree(value.toString()));
        assertThat(Json.strict(value)).contains("\"NaN\"", "\"-Infinity\"", "caf\u00e9 \ud83d\ude00 \\ud800");
    }

    /** The classes of the nodes, because 1 and 1.0 are equal for some purposes. */
    private static List<Object> types(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object.properties().stream()
                    .map(field -> (Object) List.of(field.getKey(), types(field.getValue())))
                    .toList();
        }
        if (value instanceof ArrayNode array) {
            return array.values().stream().map(item -> (Object) types(item)).toList();
        }
        return List.of(value.getClass());
    }
}

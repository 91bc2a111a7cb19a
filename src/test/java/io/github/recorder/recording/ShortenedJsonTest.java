package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.SeededTries;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A text with placeholders is written as the text without them. */
final class ShortenedJsonTest {

    private static final String LONG = "x".repeat(70_000);

    @Test
    void isWrittenAsTheWholeValue() {
        SeededTries.check(100, random -> {
            ObjectNode value = Json.nodes().objectNode();
            value.set("any", JsonValues.any(random));
            value.put("long", longString(random));
            value.put("short", JsonValues.string(random));
            value.set("deep", Json.nodes().objectNode().put("long", longString(random)));
            byte[] text = random.nextBoolean() ? PythonJson.indented(value) : Json.compact(value);

            ShortenedJson shortened = shortened(text).orElseThrow();
            JsonNode document = Json.parse(shortened.text());

            assertThat(shortened.text()).hasSizeLessThan(64 << 10);
            assertThat(shortened.strings()).hasSize(2);
            assertThat(shortened.isWholeIn(document)).isTrue();
            assertThat(written(document, shortened.strings())).isEqualTo(PythonJson.indented(value));
        });
    }

    private static String longString(Random random) {
        StringBuilder text = new StringBuilder();
        String unit = random.nextBoolean() ? "\ud83d\ude00" : "\u4e2d\ud83dx\"\\\n";
        text.append("y".repeat(random.nextInt(3)));
        while (text.length() < 70_000) {
            text.append(random.nextInt(3000) == 0 ? JsonValues.string(random) : unit);
        }
        return text.toString();
    }

    @Test
    void readsTheCharacters() throws IOException {
        Map<String, LongString> strings = shortened(json("[\"" + LONG + "\\/\\b\\f\\n\\r\\t\\\"\\\\\\u00E9\\ud83d\"]"))
                .orElseThrow()
                .strings();
        assertThat(characters(strings.values().iterator().next())).isEqualTo(LONG + "/\b\f\n\r\t\"\\\u00e9\ud83d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\x", "\\u12g4", "\\u12", "\t", "\\u\u0663\u0663\u0663\u0663"})
    void readingWhatIsNoStringFails(String characters) throws IOException {
        Map<String, LongString> strings =
                shortened(json("[\"" + LONG + characters + "\"]")).orElseThrow().strings();
        assertThatThrownBy(() -> characters(strings.values().iterator().next())).isInstanceOf(IOException.class);
    }

    @Test
    void readingWhatIsNotUtf8Fails() throws IOException {
        byte[] text = ("[\"" + LONG + "\u00e9\"]").getBytes(StandardCharsets.ISO_8859_1);
        Map<String, LongString> strings = shortened(text).orElseThrow().strings();
        assertThatThrownBy(() -> characters(strings.values().iterator().next())).isInstanceOf(IOException.class);
    }

    @Test
    void aTextWithoutLongStringsStays() throws IOException {
        assertThat(shortened(json("[\"short\"]"))).isEmpty();
        assertThat(shortened(json("[" + "1,".repeat(1 << 20) + "\"" + LONG + "\"]")))
                .isEmpty();
    }

    @Test
    void aLongKeyStays() throws IOException {
        assertThat(shortened(json("{\"" + LONG + "\" : 1}"))).isEmpty();
    }

    @Test
    void aTextThatEndsWithinAStringStays() throws IOException {
        assertThat(shortened(json("[\"" + LONG + "\",\""))).isEmpty();
    }

    @Test
    void aPlaceholderMustBeOneStringOfItsOwn() throws IOException {
        ShortenedJson shortened = shortened(json("\"" + LONG + "\"")).orElseThrow();
        String placeholder = shortened.strings().keySet().iterator().next();
        ArrayNode one = Json.nodes().arrayNode().add(placeholder);

        assertThat(shortened.isWholeIn(one)).isTrue();
        assertThat(shortened.isWholeIn(Json.nodes().arrayNode())).isFalse();
        assertThat(shortened.isWholeIn(one.deepCopy().add("more"))).isFalse();
        assertThat(shortened.isWholeIn(
                        Json.nodes().arrayNode().add(one.deepCopy()).add("more")))
                .isFalse();
        assertThat(shortened.isWholeIn(Json.nodes().stringNode("a " + placeholder)))
                .isFalse();
        assertThat(shortened.isWholeIn(Json.nodes().objectNode().put(placeholder, placeholder)))
                .isFalse();
        assertThat(shortened.isWholeIn(
                        Json.nodes().objectNode().put("a", placeholder).put("b", placeholder)))
                .isFalse();
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<ShortenedJson> shortened(byte[] text) throws IOException {
        return ShortenedJson.of(
                position -> new ByteArrayInputStream(text, (int) position, text.length - (int) position));
    }

    private static byte[] written(JsonNode document, Map<String, LongString> strings) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PythonJson.indented(document, strings, out);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return out.toByteArray();
    }

    private static String characters(LongString string) throws IOException {
        StringWriter characters = new StringWriter();
        try (Reader text = string.open()) {
            text.transferTo(characters);
        }
        return characters.toString();
    }
}

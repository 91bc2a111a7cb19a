package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.SeededTries;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class JsonValueStreamTest {

    @Test
    void compactsAsTheWriterOfAWholeValue() {
        SeededTries.check(random -> {
            JsonNode value = JsonValues.any(random);
            for (byte[] text : new byte[][] {PythonJson.indented(value), Json.compact(value)}) {
                assertThat(compact(text, random)).isEqualTo(Json.compact(value));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-0",
                "-0.0",
                "0",
                "1E5",
                "1e400",
                "-1E400",
                "1e-7",
                "100000000000000000000000000000",
                "5.10",
                "NaN",
                "Infinity",
                "-Infinity",
                "true",
                "false",
                "null",
                "\"\"",
                "\"\\/\\b\\f\\n\\r\\t\\\"\\\\\\u0041\\u00e9\\uD83D\\uDE00\\ud83d\\u0041\\ude00\\ud83d\"",
                "\"\u007f\u0080\u00e9\u4e2d\ud83d\ude00\"",
                "[ 1 ,\t2\r\n, { \"a\" : [ ] , \"b\\u002f\" : { } } ]",
                "[[[]],{}]"
            })
    void readsEachNotation(String text) throws IOException {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);

        assertThat(compact(json, new Random(1))).isEqualTo(Json.compact(Json.parse(json)));
    }

    @Test
    void decodesAString() {
        SeededTries.check(random -> {
            String text = JsonValues.string(random);
            byte[] json = PythonJson.indented(Json.nodes().stringNode(text));

            assertThat(text(json, random)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void readsALongText() throws IOException {
        String text = "\ud83d\ude00\u4e2d\"x".repeat(100_000);
        byte[] json = PythonJson.indented(Json.nodes().stringNode(text));

        try (InputStream stream = JsonValueStream.text(new ByteArrayInputStream(json))) {
            assertThat(stream.readAllBytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[1", "{\"a\":", "\"a", "\"\\", "\"\\u00"})
    void refusesWhatEndsTooEarly(String text) {
        InputStream cut = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> JsonValueStream.compact(cut).readAllBytes()).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1.2.3]", "[+]", "[x]", "\"\\u00g0\""})
    void refusesWhatIsNotJson(String text) {
        assertThatThrownBy(() -> compact(text.getBytes(StandardCharsets.UTF_8), new Random(1)))
                .isInstanceOf(IOException.class);
    }

    private static byte[] compact(byte[] value, Random random) throws IOException {
        try (InputStream stream = JsonValueStream.compact(inPieces(value, random))) {
            return stream.readAllBytes();
        }
    }

    private static byte[] text(byte[] value, Random random) throws IOException {
        try (InputStream stream = JsonValueStream.text(inPieces(value, random))) {
            return stream.readAllBytes();
        }
    }

    /** Returns the value with something after it, which arrives in pieces of any length. */
    private static InputStream inPieces(byte[] value, Random random) {
        boolean complete = value.length > 0 && random.nextBoolean();
        byte[] text = new byte[value.length + (complete ? 2 : 0)];
        System.arraycopy(value, 0, text, 0, value.length);
        if (complete) {
            text[value.length] = ',';
            text[value.length + 1] = '7';
        }
        return new ByteArrayInputStream(text) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(9)));
            }
        };
    }
}

package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.SeededTries;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JsonTextTest {

    /** Gives a byte at a time, so that every character and escape is cut in every place. */
    private static InputStream dripping(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(1, length));
            }
        };
    }

    private static String text(JsonText reader) throws IOException {
        StringWriter out = new StringWriter();
        try (reader) {
            reader.transferTo(out);
        }
        return out.toString();
    }

    @Test
    void decodesWhatTheJdkDecodesAndRefusesTheRest() {
        SeededTries.check(random -> checkDecoding(anyBytes(random)));
    }

    private static byte[] anyBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(13)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            // Well-formed text, cut at any byte.
            byte[] text = SeededTries.anyText(random).getBytes(StandardCharsets.UTF_8);
            return Arrays.copyOf(text, Math.min(text.length, bytes.length));
        }
        return bytes;
    }

    private static void checkDecoding(byte[] bytes) throws IOException {
        for (int i = 0; i < bytes.length; i++) {
            // NUL, backslash and a byte order mark have rules of their own.
            bytes[i] = bytes[i] == 0 || bytes[i] == '\\' ? (byte) 0xE2 : bytes[i];
        }
        if (bytes.length > 0 && bytes[0] == (byte) 0xEF) {
            bytes[0] = (byte) 0xE2;
        }
        String expected;
        try {
            expected = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException malformed) {
            assertThatThrownBy(() -> text(JsonText.of(bytes))).isInstanceOf(JsonText.Malformed.class);
            assertThatThrownBy(() -> text(JsonText.of(dripping(bytes)))).isInstanceOf(JsonText.Malformed.class);
            return;
        }
        assertThat(text(JsonText.of(bytes))).isEqualTo(expected);
        assertThat(text(JsonText.of(dripping(bytes)))).isEqualTo(expected);
    }

    @Test
    void keepsAnyText() {
        SeededTries.check(random -> {
            String any = SeededTries.anyText(random);
            String text = any.replace('\0', ' ').replace("\\", "\\\\").replaceFirst("^\ufeff+", "");
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

            assertThat(text(JsonText.of(bytes))).isEqualTo(text);
            assertThat(text(JsonText.of(dripping(bytes)))).isEqualTo(text);
        });
    }

    @Test
    void replacesOnlyEscapesOfSurrogates() throws IOException {
        String text = "\\ud83d \\uD83D\\uDe00 \\u00e9 \\\\ud83d \\\\\\ud83d \\ud7ff \\ue000 \\ud8 \\u\\udfff \\";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String expected = "\ud83d \ud83d\ude00 \\u00e9 \\\\ud83d \\\\\ud83d \\ud7ff \\ue000 \\ud8 \\u\udfff \\";

        assertThat(text(JsonText.of(bytes))).isEqualTo(expected);
        assertThat(text(JsonText.of(dripping(bytes)))).isEqualTo(expected);
    }

    @Test
    void saysOnWhichLineABadByteStands() {
        byte[] bytes = {'{', '\n', '"', '\n', (byte) 0xC3, '('};

        assertThatThrownBy(() -> text(JsonText.of(bytes)))
                .isInstanceOfSatisfying(
                        JsonText.Malformed.class,
                        malformed -> assertThat(malformed.line()).isEqualTo(3))
                .hasMessage("not UTF-8: the byte 0x28 at offset 5");
    }

    @Test
    void readsBeyondOneBuffer() throws IOException {
        String text = "aé中\ud83d\ude00".repeat(10_000);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(text(JsonText.of(bytes))).isEqualTo(text);
        assertThat(text(JsonText.of(new ByteArrayInputStream(bytes)))).isEqualTo(text);
    }
}

package io.github.recorder.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextEncodingsTest {

    private static final byte NO_TEXT = 1;

    @Test
    void returnsThePrintablePartsOfBytesWithAtLeastEightCharacters() {
        Random random = new Random(7);
        for (int length = 1; length < 300; length++) {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = random.nextInt(8) == 0 ? NO_TEXT : (byte) ('a' + random.nextInt(26));
            }
            bytes[random.nextInt(length)] = NO_TEXT; // Else all of it is one text.

            assertThat(TextEncodings.texts(bytes)).as(Arrays.toString(bytes)).isEqualTo(partsByDefinition(bytes));
        }
    }

    /** In the printable parts no character is a line end, so each is followed by itself without its first character. */
    private static List<String> partsByDefinition(byte[] bytes) {
        List<String> parts = new ArrayList<>();
        for (String part : new String(bytes, StandardCharsets.ISO_8859_1).split("\u0001", -1)) {
            if (part.length() >= 8) {
                parts.add(part);
                parts.add(part.substring(1));
            }
        }
        return parts;
    }
}

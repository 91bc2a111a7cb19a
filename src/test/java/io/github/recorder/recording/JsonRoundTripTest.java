package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.SeededTries;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class JsonRoundTripTest {

    @Test
    void writingWhatWasReadGivesTheSameBytes() {
        SeededTries.check(random -> {
            JsonNode value = JsonValues.any(random);
            byte[] written = PythonJson.indented(value);

            assertThat(PythonJson.indented(Json.parse(written))).isEqualTo(written);
        });
    }

    @Test
    void allLayoutsHoldTheSameValue() {
        SeededTries.check(random -> {
            JsonNode value = JsonValues.any(random);
            String sorted = PythonJson.sorted(value);

            assertThat(PythonJson.sorted(Json.parse(PythonJson.indented(value))))
                    .isEqualTo(sorted);
            assertThat(PythonJson.sorted(Json.parse(Json.compact(value)))).isEqualTo(sorted);
            assertThat(PythonJson.sorted(Json.parse(sorted.getBytes(StandardCharsets.US_ASCII))))
                    .isEqualTo(sorted);
        });
    }

    @Test
    void pythonsLayoutsArePrintableAscii() {
        SeededTries.check(random -> {
            JsonNode value = JsonValues.any(random);
            assertThat(PythonJson.sorted(value)).matches("[ -~]*");
            assertThat(PythonJson.indented(value))
                    .asString(StandardCharsets.ISO_8859_1)
                    .matches("[ -~\n]*\n");
        });
    }
}

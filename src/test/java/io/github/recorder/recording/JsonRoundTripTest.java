package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.JsonNode;

final class JsonRoundTripTest {

    @Property
    void writingWhatWasReadGivesTheSameBytes(@ForAll JsonNode value) {
        byte[] written = PythonJson.indented(value);

        assertThat(PythonJson.indented(Json.parse(written))).isEqualTo(written);
    }

    @Property
    void allLayoutsHoldTheSameValue(@ForAll JsonNode value) {
        String sorted = PythonJson.sorted(value);

        assertThat(PythonJson.sorted(Json.parse(PythonJson.indented(value)))).isEqualTo(sorted);
        assertThat(PythonJson.sorted(Json.parse(Json.compact(value)))).isEqualTo(sorted);
        assertThat(PythonJson.sorted(Json.parse(sorted.getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(sorted);
    }

    @Property
    void pythonsLayoutsArePrintableAscii(@ForAll JsonNode value) {
        assertThat(PythonJson.sorted(value)).matches("[ -~]*");
        assertThat(PythonJson.indented(value))
                .asString(StandardCharsets.ISO_8859_1)
                .matches("[ -~\n]*\n");
    }
}

package io.github.recorder.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.matching.Difference;
import io.github.recorder.matching.DifferenceKind;
import io.github.recorder.recording.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

final class ValuePreviewTest {

    @Test
    void shortValuesAreShownWhole() {
        ValuePreview shown = ValuePreview.of(difference(text("two"), text("three\n")), 80);
        assertThat(shown).isEqualTo(new ValuePreview("\"two\"", "\"three\\n\"", -1));
    }

    @Test
    void aMissingValueIsNull() {
        assertThat(ValuePreview.of(difference(null, json("{\"a\": [1]}")), 80))
                .isEqualTo(new ValuePreview(null, "{\"a\":[1]}", -1));
    }

    @Test
    void longTextsAreShownAroundTheFirstDifference() {
        String same = "abcdefghij".repeat(20);
        ValuePreview shown = ValuePreview.of(difference(text(same + "X" + same), text(same + "Y" + same)), 20);
        assertThat(shown.request()).isEqualTo("\u2026\"fghijXabcdefghijabcd\"\u2026");
        assertThat(shown.recording()).isEqualTo("\u2026\"fghijYabcdefghijabcd\"\u2026");
        assertThat(shown.at()).isEqualTo(200);
    }

    @Test
    void aTextThatIsTheBeginningOfTheOtherShowsItsEnd() {
        String same = "abcdefghij".repeat(20);
        ValuePreview shown = ValuePreview.of(difference(text(same), text(same + "more")), 20);
        assertThat(shown.request()).isEqualTo("\u2026\"fghij\"");
        assertThat(shown.recording()).isEqualTo("\u2026\"fghijmore\"");
    }

    @Test
    void neverPartsASurrogatePair() {
        String same = "\ud83d\ude00".repeat(40);
        ValuePreview shown = ValuePreview.of(difference(text(same + "X"), text(same + "Y")), 21);
        assertThat(shown.request()).doesNotContain("\\u").endsWith("X\"");
    }

    @Test
    void longJsonIsCut() {
        ValuePreview shown = ValuePreview.of(difference(json("[" + "1,".repeat(99) + "1]"), json("1")), 10);
        assertThat(shown.request()).isEqualTo("[1,1,1,1,1\u2026 (201 characters)");
    }

    private static Difference difference(JsonNode request, JsonNode recording) {
        return new Difference("/a", request, recording, DifferenceKind.NONE);
    }

    private static JsonNode text(String text) {
        return StringNode.valueOf(text);
    }

    private static JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}

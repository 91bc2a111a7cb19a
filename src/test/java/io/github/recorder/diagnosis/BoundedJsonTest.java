package io.github.recorder.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.PythonJson;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class BoundedJsonTest {

    @Test
    void aValueThatFitsIsNotCopied() {
        JsonNode value = json("{'model':'m','messages':[{'role':'user','content':'Hello'}],'n':1,'none':null}");
        assertThat(BoundedJson.of(value, 1_000)).isSameAs(value);
    }

    @Test
    void longStringsAreCutToTheSameLength() {
        ObjectNode value = Json.nodes().objectNode();
        value.put("first", "# ".repeat(10_000)).put("short", "all").put("second", "@ ".repeat(10_000));
        JsonNode shown = BoundedJson.of(value, 4_000);
        assertThat(shown.path("short").asString()).isEqualTo("all");
        String first = shown.path("first").asString();
        assertThat(first).startsWith("# # ").hasSizeGreaterThan(1_200);
        assertThat(first)
                .matches(".*\u2026 \\(20,000 characters in all; the first "
                        + String.format(Locale.ROOT, "%,d", first.indexOf('\u2026')) + " are shown\\)");
        assertThat(shown.path("second").asString()).isEqualTo(first.replace("#", "@"));
    }

    @Test
    void theLastItemsAndMembersAreLeftOut() {
        ArrayNode items = Json.nodes().arrayNode();
        ObjectNode members = Json.nodes().objectNode();
        for (int i = 0; i < 5_000; i++) {
            items.add(i);
            members.put("name" + i, i);
        }
        JsonNode shown = BoundedJson.of(items, 2_000);
        assertThat(shown.path(0).asInt(-1)).isZero();
        assertThat(shown.path(shown.size() - 1).asString()).matches("\u2026 4,\\d{3} more items");
        assertThat(BoundedJson.of(members, 2_000).path("\u2026").asString()).matches("\u2026 4,\\d{3} more members");
    }

    @Test
    void anImageLeavesRoomForTheText() {
        String image = "data:image/png;base64,iVBORw0KGgo" + "Ab3/".repeat(50_000);
        String text = "What is in the picture? ".repeat(100);
        ObjectNode value = Json.nodes().objectNode().put("image", image).put("text", text);
        JsonNode shown = BoundedJson.of(value, 8_000);
        assertThat(shown.path("text").asString()).isEqualTo(text);
        assertThat(shown.path("image").asString())
                .startsWith("data:image/png;base64,iVBOR")
                .hasSizeLessThan(400)
                .contains("(200,033 characters in all");
    }

    @Test
    void neverPartsASurrogatePair() {
        JsonNode value = Json.nodes().stringNode("x" + "\ud83d\ude00".repeat(2_000));
        assertThat(BoundedJson.of(value, 1_001).asString()).matches("x(\ud83d\ude00)+\u2026 .*");
    }

    @Test
    void isNeverLongerThanTheMaximum() {
        Random random = new Random(14);
        for (int round = 0; round < 300; round++) {
            JsonNode value = random(random, 0);
            int most = 500 + random.nextInt(8_000);
            byte[] whole = PythonJson.indented(value);
            byte[] shown = PythonJson.indented(BoundedJson.of(value, most));
            assertThat(shown.length)
                    .as(() -> new String(shown, StandardCharsets.US_ASCII))
                    .isLessThanOrEqualTo(Math.min(most, Math.max(whole.length, most)));
        }
    }

    private static JsonNode random(Random random, int depth) {
        switch (depth == 6 ? 2 : random.nextInt(depth == 0 ? 2 : 5)) {
            case 0 -> {
                ObjectNode object = Json.nodes().objectNode();
                int size = random.nextInt(random.nextInt(20) == 0 ? 200 : 8);
                for (int i = 0; i < size; i++) {
                    object.set("n" + i + "<".repeat(random.nextInt(20) == 0 ? 300 : 3), random(random, depth + 1));
                }
                return object;
            }
            case 1 -> {
                ArrayNode array = Json.nodes().arrayNode();
                int size = random.nextInt(random.nextInt(20) == 0 ? 200 : 8);
                for (int i = 0; i < size; i++) {
                    array.add(random(random, depth + 1));
                }
                return array;
            }
            case 2 -> {
                return Json.nodes().numberNode(random.nextInt());
            }
            default -> {
                String word = random.nextBoolean() ? "word " : "<\u00e4\ud83d\ude00\n";
                return Json.nodes().stringNode(word.repeat(random.nextInt(random.nextInt(5) == 0 ? 5_000 : 20)));
            }
        }
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}

package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.PythonTable;
import io.github.recorder.SeededTries;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.JsonValues;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordingCodec;
import io.github.recorder.recording.RecordingHead;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class RequestHashTest {

    private static final String URL = "https://api.openai.com/v1/v1/chat/completions";

    static Stream<Arguments> identities() {
        return PythonTable.rows("identities.tsv");
    }

    static Stream<Arguments> modelLists() {
        return PythonTable.rows("model_lists.tsv");
    }

    private static RecordedRequest inference(JsonNode body) {
        return new RecordedRequest.Inference("POST", URL, body, "/v1/chat/completions", "m", null);
    }

    @ParameterizedTest
    @MethodSource("identities")
    void hashesAsPythonDoes(String testId, String request, String hash) throws Exception {
        String document = "{\"test_id\":" + testId + ",\"request\":" + request + ",\"response\":{}}";
        RecordingHead head =
                RecordingCodec.readHead(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));

        assertThat(RequestHash.hash(head.testId(), head.request())).contains(hash);
    }

    @Test
    void aRequestThatNobodyCanAskForHasNoHash() {
        ObjectNode request = Json.mapper().createObjectNode().put("file_id", "f");

        assertThat(RequestHash.hash("t", new RecordedRequest.Unservable(request)))
                .isEqualTo(Optional.empty());
    }

    @Test
    void theOrderOfKeysDoesNotCount() {
        SeededTries.check(random -> {
            JsonNode body = JsonValues.any(random);

            assertThat(RequestHash.hash("t", inference(reversed(body))))
                    .isEqualTo(RequestHash.hash("t", inference(body)));
        });
    }

    @Test
    void normalizingTwiceChangesNothingMore() {
        SeededTries.check(random -> {
            ArrayNode number = Json.mapper().createArrayNode().add(SeededTries.anyDouble(random));
            JsonNode once = RequestNormalization.normalized(number);

            assertThat(RequestNormalization.normalized(once)).isEqualTo(once);
        });
    }

    static JsonNode reversed(JsonNode value) {
        if (value.isObject()) {
            List<String> names = new ArrayList<>(value.propertyNames());
            Collections.reverse(names);
            ObjectNode copy = Json.mapper().createObjectNode();
            names.forEach(name -> copy.set(name, reversed(value.get(name))));
            return copy;
        }
        if (value.isArray()) {
            ArrayNode copy = Json.mapper().createArrayNode();
            value.forEach(item -> copy.add(reversed(item)));
            return copy;
        }
        return value;
    }

    @ParameterizedTest
    @MethodSource("modelLists")
    void digestsModelListsAsPythonDoes(String ids, String digest) {
        List<String> list = new ArrayList<>();
        PythonTable.json(ids).forEach(id -> list.add(id.stringValue()));

        assertThat(RequestHash.modelListDigest(list)).isEqualTo(digest);
        assertThat(RequestHash.modelListFileName("h", list)).isEqualTo("models-h-" + digest + ".json");
    }

    @Test
    void tellsWhetherANameIsThatOfAHash() {
        assertThat(RequestHash.bears(RequestHash.fileName("abc"), "abc")).isTrue();
        assertThat(RequestHash.bears(RequestHash.modelListFileName("abc", List.of()), "abc"))
                .isTrue();
        assertThat(RequestHash.bears("abcd.json", "abc")).isFalse();
        assertThat(RequestHash.bears("models-abcd-12345678.json", "abc")).isFalse();
        assertThat(RequestHash.bears("abc.json.bak", "abc")).isFalse();
    }
}

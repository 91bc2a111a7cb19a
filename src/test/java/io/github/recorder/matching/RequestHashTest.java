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
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
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
        assertThat(RequestHash.canonical(head.testId(), head.request()))
                .map(text -> HexFormat.of().formatHex(Digest.sha256().digest(text.getBytes(StandardCharsets.US_ASCII))))
                .as("the hash of the text that it is the hash of")
                .contains(hash);
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

    @Test
    void theHashInANameIsFoundByItsFirstDigits() {
        assertThat(RequestHash.begins("abcdef.json", "abc")).isTrue();
        assertThat(RequestHash.begins("models-abcdef-12345678.json", "abc")).isTrue();
        assertThat(RequestHash.begins("xabcdef.json", "abc")).isFalse();
        assertThat(RequestHash.begins("models-xabcdef-12345678.json", "abc")).isFalse();
    }

    @Test
    void tellsModelListsByTheirNames() {
        assertThat(RequestHash.isModelListName(RequestHash.modelListFileName("abc", List.of("m"))))
                .isTrue();
        assertThat(RequestHash.isModelListName(RequestHash.fileName("abc"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0123456789ab.json, new.json",
        "0123456789ab-12345678.json, new.json",
        "models-0123456789ab.json, new.json",
        "models-0123456789ab-12345678.json, models-new-12345678.json",
        "hello.json,",
        "0123456789a.json,",
        "0123456789ab.json.bak,"
    })
    void onlyANameWithAHashIsGivenAnother(String name, @Nullable String renamed) {
        assertThat(RequestHash.renamed(name, "new")).isEqualTo(Optional.ofNullable(renamed));
    }

    @Test
    void responsesThatDifferByTheirStoredIdsAloneAreEqual() {
        String one = RequestHash.storedId("0123456789abcdef");
        String other = RequestHash.storedId("fedcba9876543210");

        assertThat(one).isEqualTo("rec-0123456789ab");
        assertThat(RequestHash.withoutStoredIds("{\"id\":\"" + one + "\",\"a\":1}"))
                .isEqualTo(RequestHash.withoutStoredIds("{\"id\":\"" + other + "\",\"a\":1}"))
                .isNotEqualTo(RequestHash.withoutStoredIds("{\"id\":\"" + one + "\",\"a\":2}"));
    }
}

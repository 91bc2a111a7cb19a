package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearMissTest {

    private static final String CHAT = "/v1/chat/completions";

    @Test
    void ranksByEndpointThenDistanceThenOwnerThenPath() {
        List<NearMiss.Recorded> recordings = new ArrayList<>(List.of(
                recorded("other-endpoint", "a.B#c", "/v1/completions", "{'a': 1, 'b': 'hello'}"),
                recorded("other-test-equal", "x.Y#z", CHAT, "{'a': 1, 'b': 'hello'}"),
                recorded("own-far", "a.B#c", CHAT, "{'a': 2, 'b': 'bye'}"),
                recorded("own-near", "a.B#c", CHAT, "{'a': 1, 'b': 'hello you'}"),
                recorded("z-shared-near", null, CHAT, "{'a': 1, 'b': 'hello you'}"),
                recorded("a-shared-near", null, CHAT, "{'a': 1, 'b': 'hello you'}")));
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(recordings, new Random(seed));
            List<NearMiss> ranked = NearMiss.ranked(request(CHAT, "{'a': 1, 'b': 'hello'}"), "a.B#c", recordings);
            assertThat(ranked)
                    .extracting(NearMiss::path)
                    .containsExactly(
                            "other-test-equal",
                            "own-near",
                            "a-shared-near",
                            "z-shared-near",
                            "own-far",
                            "other-endpoint");
        }
    }

    @Test
    void anotherTestsCountsAsFarther() {
        List<NearMiss> ranked = NearMiss.ranked(
                request(CHAT, "{'a': 1, 'b': 1, 'c': 1, 'd': 1, 'e': 1, 'f': 1}"),
                "a.B#c",
                List.of(
                        recorded("own", "a.B#c", CHAT, "{'a': 2, 'b': 2, 'c': 1, 'd': 1, 'e': 1, 'f': 1}"),
                        recorded("other", "x.Y#z", CHAT, "{'a': 2, 'b': 1, 'c': 1, 'd': 1, 'e': 1, 'f': 1}")));
        assertThat(ranked).extracting(NearMiss::path).containsExactly("own", "other");
        assertThat(ranked).extracting(NearMiss::rankedDistance).containsExactly(333, 166 + 250);
        assertThat(ranked)
                .extracting(NearMiss::relation)
                .containsExactly(RecordingOwner.OWN_TEST, RecordingOwner.OTHER_TEST);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1beta/models/a:generateContent, /v1beta/models/b:generateContent, true",
        "/v1beta/models/a:generateContent, /v1beta/models/a:streamGenerateContent, true",
        "/v1beta/models/a:generateContent, /v1beta/models/b:streamGenerateContent, false",
        "/v1/embeddings, /v1/completions, false",
        "/v1/files/1/content, /v1/files/2/content, true",
        "/customers/7, /customers/18, true",
        "/customers/7, /customers/smith, false",
        "/customers?page=1, /customers?page=2, true",
        "/customers?page=1, /customers, true",
        "/customers/7?page=1, /customers/8?page=2, true",
        "/v1/chat/completions, /v1/completions, false",
        "/v1/embeddings, /v1/embeddings, false",
        "/v1/files/1, /v1/files/1/content, false"
    })
    void tellsLikeEndpoints(String one, String other, boolean alike) {
        assertThat(EndpointSimilarity.alike(one, other)).isEqualTo(alike);
        assertThat(EndpointSimilarity.alike(other, one)).isEqualTo(alike);
    }

    @Test
    void ofEqualBodiesTheNearestAddressComesFirst() {
        List<NearMiss> ranked = NearMiss.ranked(
                new WireRequest("GET", "/customers/7/orders?page=2&size=10", null),
                null,
                List.of(
                        plain("a", "/customers/8/orders?page=1&size=10"),
                        plain("b", "/customers/7/orders?page=1&size=20"),
                        plain("c", "/customers/7/orders?size=10&page=1")));
        assertThat(ranked).extracting(NearMiss::path).containsExactly("c", "a", "b");
    }

    private static NearMiss.Recorded plain(String path, String endpoint) {
        return new NearMiss.Recorded(path, null, new WireRequest("GET", endpoint, null));
    }

    @Test
    void sketchesOfLikeRequestsAreAlike() {
        String words = "a long prompt of many words that tells the model what it is to do and what it must never do ";
        WireRequest request =
                request(CHAT, "{'model': 'm', 'temperature': 1, 'messages': [{'content': '" + words + "'}]}");
        MinHashSketch sketch = MinHashSketch.of(request);
        assertThat(sketch.likeness(MinHashSketch.of(request(
                        CHAT, "{'messages': [{'content': '" + words + "'}], 'temperature': 1.0, 'model': 'm'}"))))
                .as("the same but for order and spelling")
                .isEqualTo(16 + 4 + 10 + (sketch.second() == 0 ? 0 : 10));
        int word = sketch.likeness(MinHashSketch.of(request(
                CHAT,
                "{'model': 'm', 'temperature': 1, 'messages': [{'content': '" + words.replace("never", "always")
                        + "'}]}")));
        int other = sketch.likeness(
                MinHashSketch.of(
                        request(
                                CHAT,
                                "{'model': 'm', 'temperature': 1, 'messages': [{'content': 'quite unlike, nothing there agrees: lorem ipsum'}]}")));
        assertThat(word).isGreaterThan(other + 5);
        assertThat(MinHashSketch.of(new WireRequest("GET", "/v1/models", null)))
                .isEqualTo(new MinHashSketch(0, 0, 0, 0));
    }

    private static NearMiss.Recorded recorded(String path, @Nullable String testId, String endpoint, String body) {
        return new NearMiss.Recorded(path, testId, request(endpoint, body));
    }

    private static WireRequest request(String endpoint, String body) {
        return new WireRequest(
                "POST", endpoint, Json.parse(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}

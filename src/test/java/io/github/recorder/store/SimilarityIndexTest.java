package io.github.recorder.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.MinHashSketch;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SimilarityIndexTest {

    private static final String CHAT = "/v1/chat/completions";

    private final SimilarityIndex sketches = new SimilarityIndex();

    @Test
    void findsTheLikelyOnesAmongManyWhateverTheirOrder() {
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(0, 2_000).boxed().toList());
        WireRequest asked = request(CHAT, "Please: " + prompt(777));
        List<String> first = null;
        for (int seed = 0; seed < 3; seed++) {
            SimilarityIndex shuffled = new SimilarityIndex();
            Collections.shuffle(numbers, new Random(seed));
            for (int number : numbers) {
                add(shuffled, "p" + number, "t" + number, request(CHAT, prompt(number)));
            }
            shuffled.trim();
            List<String> found = paths(shuffled.nearest(asked, null, 20));
            assertThat(found).hasSize(20).contains("p777");
            assertThat(first == null ? found : first).isEqualTo(found);
            first = found;
        }
    }

    @Test
    void prefersTheTestThatAsks() {
        for (int number = 0; number < 100; number++) {
            add(sketches, "p" + number, number == 50 ? "own" : "other", request(CHAT, prompt(1)));
        }
        assertThat(paths(sketches.nearest(request(CHAT, prompt(2)), "own", 1))).containsExactly("p50");
    }

    @Test
    void staysWithTheEndpointAndLooksAtLikeOnesOnlyWhereItHasNone() {
        add(sketches, "chat", null, request(CHAT, "Hello"));
        add(sketches, "flash", null, request("/v1beta/models/flash:generateContent", "Hello"));
        add(sketches, "pro", null, request("/v1beta/models/pro:generateContent", "Something else"));
        assertThat(paths(sketches.nearest(request("/v1beta/models/pro:generateContent", "Hello"), null, 20)))
                .containsExactly("pro");
        assertThat(paths(sketches.nearest(request("/v1beta/models/lite:generateContent", "Hello"), null, 20)))
                .containsExactly("flash", "pro");
        assertThat(sketches.nearest(request("/v1/embeddings", "Hello"), null, 20))
                .isEmpty();
    }

    @Test
    void looksAtTheNearestAddressesOfRequestsWithoutBody() {
        for (int number = 0; number < 100; number++) {
            add(sketches, "p" + number, "t" + number, get("/customers/" + number + "/orders?page=1&size=10"));
        }
        add(sketches, "jones", null, get("/customers/jones"));
        add(sketches, "stock", null, get("/items/jones"));
        assertThat(paths(sketches.nearest(get("/customers/7/orders?page=2&size=10"), null, 1)))
                .containsExactly("p7");
        assertThat(paths(sketches.nearest(get("/customers/smith"), null, 20))).containsExactly("jones");
        assertThat(sketches.nearest(get("/customers"), null, 20)).isEmpty();
    }

    @Test
    void looksAtOtherOperationsOnlyWithAnEqualBody() {
        add(sketches, "same", null, request("/orders/search", "shoes"));
        add(sketches, "other", null, request("/orders/search", "hats"));
        add(sketches, "id", null, request("/orders/7", "hats"));
        assertThat(paths(sketches.nearest(request("/orders/find", "shoes"), null, 20)))
                .containsExactly("same");
        assertThat(paths(sketches.nearest(request("/orders/8", "shoes"), null, 20)))
                .containsExactly("same", "id");
    }

    private static WireRequest get(String endpoint) {
        return new WireRequest("GET", endpoint, null);
    }

    @Test
    void takesMoreAfterItWasTrimmed() {
        for (int round = 0; round < 50; round++) {
            add(sketches, "p" + round, null, request(CHAT, prompt(round)));
            sketches.trim();
        }
        assertThat(sketches.nearest(request(CHAT, prompt(3)), null, 100)).hasSize(50);
    }

    @Test
    void countsWhatWasRecorded() {
        add(sketches, "a", null, request("/v1/embeddings", "a"));
        add(sketches, "b", null, request(CHAT, "b"));
        add(sketches, "c", null, request(CHAT, "c"));
        assertThat(sketches.endpoints())
                .containsExactly(
                        new RecordedEndpoint("POST", CHAT, 2), new RecordedEndpoint("POST", "/v1/embeddings", 1));
    }

    private static String prompt(int number) {
        Random random = new Random(number);
        StringBuilder prompt = new StringBuilder("Question ").append(number).append(':');
        for (int i = 0; i < 30; i++) {
            prompt.append(' ').append(Integer.toString(random.nextInt(100_000), 36));
        }
        return prompt.toString();
    }

    private static void add(SimilarityIndex sketches, String path, @Nullable String testId, WireRequest request) {
        sketches.add(
                request.method(),
                request.endpoint(),
                MinHashSketch.of(request),
                new Candidate(path, testId, MatchKey.of(request).raw(), true, false));
    }

    private static WireRequest request(String endpoint, String prompt) {
        String body = "{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"" + prompt + "\"}]}";
        return new WireRequest("POST", endpoint, Json.parse(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> paths(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::path).toList();
    }
}

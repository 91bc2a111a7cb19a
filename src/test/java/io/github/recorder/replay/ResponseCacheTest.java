package io.github.recorder.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ResponseCacheTest {

    private static final int ENTRY = 512 + 488;

    private final ResponseCache<Integer, String> cache = new ResponseCache<>(10 * ENTRY, String::length);

    @Test
    void keepsWhatIsRequestedOftenThroughPassOverManyOthers() {
        for (int round = 0; round < 2; round++) {
            IntStream.range(0, 10).forEach(this::request);
        }
        IntStream.range(100, 150).forEach(this::request);
        assertThat(IntStream.range(0, 10).filter(this::isKept)).hasSize(10);
    }

    @Test
    void servesPartOfPassesThatDoNotFit() {
        IntStream.range(0, 10).forEach(round -> IntStream.range(0, 20).forEach(this::request));
        assertThat(IntStream.range(0, 20).filter(this::isKept)).hasSizeBetween(8, 10);
    }

    @Test
    void givesPlaceToWhatIsRequestedNow() {
        IntStream.range(0, 100).forEach(round -> request(1));
        IntStream.range(0, 10).forEach(this::request);
        IntStream.range(0, 50).forEach(round -> IntStream.range(100, 110).forEach(this::request));
        assertThat(IntStream.range(100, 110).filter(this::isKept)).hasSizeGreaterThanOrEqualTo(9);
    }

    @Test
    void keepsNothingThatDoesNotFitAndNothingWithoutRoom() {
        cache.put(1, "x".repeat(10 * ENTRY));
        assertThat(isKept(1)).isFalse();
        ResponseCache<Integer, String> none = new ResponseCache<>(0, String::length);
        none.put(1, "");
        assertThat(none.get(1)).isNull();
    }

    private void request(int key) {
        if (cache.get(key) == null) {
            cache.put(key, "x".repeat(ENTRY - 512));
        }
    }

    private boolean isKept(int key) {
        return cache.get(key) != null;
    }
}

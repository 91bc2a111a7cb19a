package io.github.recorder.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TextSimilarityTest {

    @Test
    void countsTheWordsThatBothHaveInOneOrder() {
        assertThat(TextSimilarity.of("the sky is blue", "the sky looks blue")).isEqualTo(0.75);
        assertThat(TextSimilarity.of("", "")).isEqualTo(1);
        assertThat(TextSimilarity.of("a, b", "A b")).isEqualTo(0.5);
        assertThat(TextSimilarity.of("a a", "a a a")).isEqualTo(0.8);
    }

    @Test
    void comparesLongTextsWhole() {
        String words = IntStream.range(0, 9000).mapToObj(String::valueOf).collect(Collectors.joining(" "));

        assertThat(TextSimilarity.of(words + " x", words + " y")).isEqualTo(18000.0 / 18002);
        assertThat(TextSimilarity.of(words.replace(" 10 ", " x "), words.replace(" 8000 ", " y ")))
                .isEqualTo(2.0 * 8998 / 18000);
        // An added word moves the others by one place, which costs a word of each 2,000.
        assertThat(TextSimilarity.of("x " + words + " y", "z x " + words)).isCloseTo(1, within(0.002));
    }
}

package io.github.recorder.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CleanTextsTest {

    private final CleanTexts texts = new CleanTexts();
    private final List<String> read = new ArrayList<>();

    @Test
    void readsACleanTextOnce() {
        assertThat(isClean("model")).isTrue();
        assertThat(isClean("model")).isTrue();
        assertThat(read).containsExactly("model");
    }

    @Test
    void doesNotRememberASecret() {
        assertThat(isClean("secret")).isFalse();
        assertThat(isClean("secret")).isFalse();
        assertThat(read).hasSize(2);
    }

    @Test
    void holdsALimitedNumberOfCharacters() {
        for (int i = 0; i < 100; i++) {
            assertThat(isClean("x".repeat(8000) + i)).isTrue();
        }
        assertThat(isClean("x".repeat(8000) + 0)).isTrue();
        assertThat(read).as("the first text was forgotten").hasSize(101);
        assertThat(isClean("x".repeat(8000) + 0)).isTrue();
        assertThat(read).hasSize(101);
    }

    @Test
    void doesNotHoldALongText() {
        assertThat(isClean("x".repeat(9000))).isTrue();
        assertThat(isClean("x".repeat(9000))).isTrue();
        assertThat(read).hasSize(2);
    }

    private boolean isClean(String text) {
        return texts.contains(text, unknown -> {
            read.add(unknown);
            return !unknown.equals("secret");
        });
    }
}

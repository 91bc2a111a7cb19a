package io.github.recorder.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RememberedTextsTest {

    private final RememberedTexts texts = new RememberedTexts(8 * 1024, 256 << 10);
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
    void holdsALimitedNumberOfShortTexts() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(isClean(String.valueOf(i))).isTrue();
        }
        assertThat(isClean("0")).isTrue();
        assertThat(read).as("the first text was forgotten").hasSize(10_001);
    }

    @Test
    void masksATextOnce() {
        for (int i = 0; i < 2; i++) {
            assertThat(texts.masked("my secret", unknown -> {
                        read.add(unknown);
                        return unknown.replace("secret", "…");
                    }))
                    .isEqualTo("my …");
        }
        assertThat(read).containsExactly("my secret");
    }

    @Test
    void doesNotHoldALongText() {
        assertThat(isClean("x".repeat(9000))).isTrue();
        assertThat(isClean("x".repeat(9000))).isTrue();
        assertThat(read).hasSize(2);
    }

    private boolean isClean(String text) {
        return texts.secret(text, unknown -> {
                    read.add(unknown);
                    return unknown.equals("secret") ? unknown : null;
                })
                == null;
    }
}

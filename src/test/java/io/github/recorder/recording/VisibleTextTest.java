package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VisibleTextTest {

    @Test
    void controlCharactersBecomeEscapes() {
        assertThat(VisibleText.of("a\u001b[2J\r\n[ERROR] b\u007f\u0085\u202ec\u2067\u2028"))
                .isEqualTo("a\\u001b[2J\\u000d\\n[ERROR] b\\u007f\\u0085\\u202ec\\u2067\\u2028");
    }

    @Test
    void allElseStays() {
        assertThat(VisibleText.of("\u0645\u0631\u062d\u0628\u0627 \ud83d\ude00 \u4f60\u597d \\n \"x\""))
                .isEqualTo("\u0645\u0631\u062d\u0628\u0627 \ud83d\ude00 \u4f60\u597d \\n \"x\"");
    }
}

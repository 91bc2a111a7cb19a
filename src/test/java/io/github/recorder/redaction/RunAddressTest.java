package io.github.recorder.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunAddressTest {

    private static final String TOKEN = "0f8d1c2b3a495867";

    private final RunAddress address = new RunAddress(TOKEN);

    @ParameterizedTest
    @CsvSource(textBlock = """
            http://127.0.0.1:4381/s/TOKEN/openai/v1, http://REDACTED/openai/v1
            http://[::1]:4381/s/TOKEN-12/a?b=http://localhost:1/s/TOKEN, http://REDACTED/a?b=http://REDACTED
            http:\\/\\/127.0.0.1:4381\\/s\\/TOKEN\\/a, http:\\/\\/REDACTED\\/a
            http%3A%2F%2F127.0.0.1%3A4381%2Fs%2FTOKEN%2Fa, http%3A%2F%2FREDACTED%2Fa
            http%3a%2f%2f127.0.0.1%3a4381%2fs%2fTOKEN-1%2fa, http%3a%2f%2fREDACTED%2fa
            /s/TOKEN/a, /s/REDACTED/a
            xTOKENx, xREDACTEDx
            http://127.0.0.1:4381/s/another/a, http://127.0.0.1:4381/s/another/a
            """)
    void hidesWhatDiffersInEachRun(String text, String hidden) {
        assertThat(address.hiddenIn(text.replace("TOKEN", TOKEN))).isEqualTo(hidden);
    }

    @Test
    void returnsATextWithoutTheTokenItself() {
        String text = "a text";

        assertThat(address.hiddenIn(text)).isSameAs(text);
    }
}

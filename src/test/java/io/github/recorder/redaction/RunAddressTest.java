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
            127.0.0.1:4381/s/TOKEN/a, REDACTED/a
            at=localhost:4381/s/TOKEN-3/a&b=c, at=REDACTED/a&b=c
            LOCALHOST/s/TOKEN, REDACTED
            [::1]:4381/s/TOKEN/a, REDACTED/a
            host.docker.internal:4381/s/TOKEN/a, REDACTED/a
            at=agent.acme.example:4381/s/TOKEN/a, at=agent.acme.example:REDACTED/a
            at%3D127.0.0.1%3A4381%2Fs%2FTOKEN%2Fa, at%3DREDACTED%2Fa
            at%253Dlocalhost%253A4381%252Fs%252FTOKEN%252Fa, at%253DREDACTED%252Fa
            at%253D%255B%253A%253A1%255D%253A4381%252Fs%252FTOKEN%252Fa, at%253DREDACTED%252Fa
            http%253A%252F%252F127.0.0.1%253A4381%252Fs%252FTOKEN%252Fa, http%253A%252F%252FREDACTED%252Fa
            127.0.0.1:4381\\/s\\/TOKEN\\/a, REDACTED\\/a
            127.0.0.1:4381\\\\\\/s\\\\\\/TOKEN\\\\\\/a, REDACTED\\\\\\/a
            http:\\u002f\\u002f127.0.0.1:4381\\u002fs\\u002fTOKEN, http:\\u002f\\u002fREDACTED
            \\n127.0.0.1:4381/s/TOKEN/a, \\nREDACTED/a
            http%3A%2F%2Fhub%2Fa%3Fb%3D127.0.0.1%3A4381%2Fs%2FTOKEN, http%3A%2F%2Fhub%2Fa%3Fb%3DREDACTED
            http://hub/127.0.0.1:4381/s/TOKEN/a, http://hub/REDACTED/a
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

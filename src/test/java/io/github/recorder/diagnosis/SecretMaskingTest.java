package io.github.recorder.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All keys here are made up. */
final class SecretMaskingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-proj-ABCDEFGHIJKLMNOPQRSTUV",
                "please use sk-ant-api03-aaaaaaaaaaaaaaaaaaaa now",
                "AIzaSyA00000000000000000000000000000000",
                "ghp_000000000000000000000000000000000000",
                "AKIAIOSFODNN7EXAMPLEAA",
                "Authorization: Bearer abcdefghijklmnop0123",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2ln",
                "-----BEGIN RSA PRIVATE KEY-----",
                "x4Kq9LmN2pQr7sTuVw0Yz1Ab3Cd5Ef8GhJ"
            })
    void hidesWhatLooksLikeAKey(String text) {
        assertThat(SecretMasking.looksLikeKey("/messages/0/content", text)).isTrue();
    }

    @Test
    void leavesWhatPeopleWrite() {
        String text = "Why does npm-run-all-the-time-in-parallel fail in sk.firma.projekt.uctovnictvo.ChatIT,"
                + " and what begins with -----BEGIN PRIVATE KEY";

        assertThat(SecretMasking.withoutKeys(text))
                .isEqualTo(text.replace("-----BEGIN PRIVATE KEY", "(hidden, for it looks like a credential)"));
    }

    @Test
    void takesKeysOutOfAText() {
        assertThat(SecretMasking.withoutKeys("{\"note\": \"use sk-proj-ABCDEFGHIJKLMNOPQRSTUV, or\\n"
                        + "-----BEGIN PRIVATE KEY-----\\nMIIEvQ\\n-----END PRIVATE KEY-----\", \"n\": 1}"))
                .isEqualTo("{\"note\": \"use (hidden, for it looks like a credential), or\\n"
                        + "(hidden, for it looks like a credential)-----END PRIVATE KEY-----\", \"n\": 1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What is the capital of France?",
                "5f0e4c1a-0b0a-4a8b-9d3e-1f2a3b4c5d6e",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "task-1 and risk-free-of-any-kind",
                "com.acme.very.long.package.name.of.a.class.SomeVeryLongClassNameOfATest",
                ""
            })
    void showsTheRest(String text) {
        assertThat(SecretMasking.looksLikeKey("/messages/0/content", text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/api_key, true",
        "/config/apiKey, true",
        "/x/client_secret, true",
        "/Authorization, true",
        "/max_tokens, false",
        "/max_completion_tokens, false",
        "/api_key/name, false"
    })
    void knowsNamesOfMembersThatHoldCredentials(String pointer, boolean hidden) {
        assertThat(SecretMasking.looksLikeKey(pointer, "short")).isEqualTo(hidden);
    }

    @Test
    void takesNoLongerForATextThatNearlyMatches() {
        assertThat(SecretMasking.looksLikeKey("/a", "aA".repeat(1 << 20))).isFalse();
    }
}

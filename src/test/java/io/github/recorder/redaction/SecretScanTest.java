package io.github.recorder.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class SecretScanTest {

    private static final String DUMMY = "recorder-dummy-key";

    private static final SecretScan SHAPES = SecretScan.of(Map.of(), Map.of(), Set.of());

    /** Keys as they look, none of them one: F stands for whatever is secret in them, and the prefix is apart, for scanners of this source. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-|FAKE48",
                "sk-proj-|FAKE_FAKE-40",
                "sk-ant-|api03-FAKE40",
                "sk-or-v1-|FAKE40",
                "AIza|FAKE35",
                "ya29.|FAKE40",
                "gsk_|FAKE52",
                "xai-|FAKE60",
                "hf_|FAKE34",
                "r8_|FAKE37",
                "pplx-|FAKE48",
                "nvapi-|FAKE60",
                "fw_|FAKE24",
                "tvly-|FAKE32",
                "AKIA|FAKE16",
                "ASIA|FAKE16",
                "ghp_|FAKE36",
                "gho_|FAKE36",
                "ghs_|FAKE36",
                "github_pat_|FAKE60",
                "glpat-|FAKE20",
                "xoxb-|FAKE40",
                "xoxp-|FAKE40",
                "sk_live_|FAKE24",
                "rk_test_|FAKE24",
                "SG.|FAKE22.|FAKE43",
                "npm_|FAKE36",
                "pypi-AgE|FAKE60",
                "AccountKey=|FAKE60",
                "SharedAccessKey=|FAKE44",
                "https://x.example/c?sv=1&sig=|FAKE44",
                "eyJ|FAKE20.eyJ|FAKE20.|FAKE30",
                "-----BEGIN |PRIVATE KEY-----",
                "-----BEGIN |RSA PRIVATE KEY-----",
                "hooks.slack.com/services/|FAKE40"
            })
    void wellKnownKeysAreFoundByTheirForm(String shape) {
        String key = fake(shape);

        assertThat(SHAPES.in(document("before " + key + " after"))).as(key).hasValueSatisfying(found -> {
            assertThat(found.pointer()).isEqualTo("/request/body/prompt");
            assertThat(found.what()).doesNotContain(key);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "task-oriented dialogue systems are a broad field of study",
                "risk-averse",
                "the AKIA prefix",
                "sk-learn and sk-image",
                "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAABmklEQVR42",
                "https://example.com/a?sig=short",
                "-----BEGIN PUBLIC KEY-----",
                "chatcmpl-0123456789abcdefghijklmnop",
                "call_0123456789abcdefghijklmn"
            })
    void ordinaryTextIsNot(String text) {
        assertThat(SHAPES.in(document(text))).isEmpty();
    }

    @Test
    void valuesOfSecretVariablesAreFoundAnywhere() {
        SecretScan scan = SecretScan.of(
                Map.of("ACME_API_KEY", "zebra-crossing-9"), Map.of("db.password", "p4ss word&more"), Set.of());

        assertThat(scan.in(document("it is zebra-crossing-9!")))
                .map(SecretScan.Finding::what)
                .hasValue("the value of the environment variable ACME_API_KEY");
        assertThat(scan.in(document("https://x.example/?q=p4ss+word%26more")))
                .map(SecretScan.Finding::what)
                .hasValue("the value of the system property db.password");
    }

    @Test
    void valuesThatProtectNothingAreNotSearched() {
        SecretScan scan = SecretScan.of(
                Map.of(
                        "A_KEY", "short",
                        "B_KEY", "aaaaaaaaaaaa",
                        "C_TOKEN", "/run/secrets/token",
                        "OPENAI_API_KEY", DUMMY,
                        "KEYBOARD_LAYOUT", "pc105-german",
                        "SSH_KEY_PATH", "id_ed25519_work",
                        "PWD", "working-directory"),
                Map.of(),
                Set.of(DUMMY));

        for (String text : new String[] {
            "short", "aaaaaaaaaaaa", "/run/secrets/token", DUMMY, "pc105-german", "id_ed25519_work", "working-directory"
        }) {
            assertThat(scan.in(document(text))).as(text).isEmpty();
        }
    }

    @Test
    void aSecretInBytesIsFound() {
        SecretScan scan = SecretScan.of(Map.of("ACME_TOKEN", "zebra-crossing-9"), Map.of(), Set.of());
        JsonNode document = Json.mapper()
                .readTree(
                        "{\"response\":{\"body\":{\"__type__\":\"recorder.base64\",\"__data__\":\"/3plYnJhLWNyb3NzaW5nLTk=\"}}}");

        assertThat(scan.in(document)).map(SecretScan.Finding::pointer).hasValue("/response/body/__data__");
    }

    private static JsonNode document(String text) {
        return Json.mapper()
                .createObjectNode()
                .set(
                        "request",
                        Json.mapper()
                                .createObjectNode()
                                .set("body", Json.mapper().createObjectNode().put("prompt", text)));
    }

    /** {@code FAKEn} becomes n characters that are plainly nobody's. */
    private static String fake(String shape) {
        StringBuilder key = new StringBuilder();
        for (String part : shape.split("\\|", -1)) {
            int digits = part.length();
            while (digits > 0 && Character.isDigit(part.charAt(digits - 1))) {
                digits--;
            }
            int fake = part.indexOf("FAKE");
            if (fake >= 0 && digits < part.length()) {
                int length = Integer.parseInt(part.substring(digits));
                key.append(part, 0, fake).append("FAKE".repeat(length / 4 + 1), 0, length);
            } else if (fake >= 0) {
                int end = fake + "FAKE".length();
                while (end < part.length() && Character.isDigit(part.charAt(end))) {
                    end++;
                }
                int length = Integer.parseInt(part.substring(fake + "FAKE".length(), end));
                key.append(part, 0, fake)
                        .append("FAKE".repeat(length / 4 + 1), 0, length)
                        .append(part.substring(end));
            } else {
                key.append(part);
            }
        }
        return key.toString();
    }
}

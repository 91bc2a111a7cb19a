package io.github.recorder.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class SecretScanTest {

    private static final String DUMMY = "recorder-dummy-key";

    private static final SecretScan SHAPES = SecretScan.of(Map.of(), Map.of(), Set.of(), List.of());

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
        assertThat(SHAPES.in(Redaction.builtIn().json(document(text)))).isEmpty();
    }

    /** A real key has such a word about once in 10,000 keys. */
    @ParameterizedTest
    @ValueSource(strings = {"your", "Xxxx", "dummy", "Insert", "AbcDefGH", "12345678", "00000000"})
    void aRandomKeyWithAPlaceholdersWordInItIsFound(String word) {
        Random random = new Random(7);
        for (String template : List.of("sk-proj-{w30}%s{w28}", "ghp_{a16}%s{a16}", "{a20}%s{a20}", "{h16}%s{h16}")) {
            String key = GeneratedKeys.filled(template.formatted(word), random);

            assertThat(SHAPES.in(document("api_key = " + key))).as(key).isPresent();
            assertThat(SHAPES.in(document("api_key = your-own-" + word + "-key")))
                    .isEmpty();
        }
    }

    /** Some random passwords look like words in camel case; after a user and a colon they are found all the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "curl -u bob:ebjdQhzIi04gxJvZoD https://x.example",
                "curl --user bob:Summer2026x https://x.example"
            })
    void aPasswordAfterAUserIsFound(String text) {
        assertThat(SHAPES.in(Redaction.builtIn().json(document(text)))).isPresent();
    }

    /** A scan remembers clean texts, and what is clean for one request may be the credential of another. */
    @Test
    void aTextThatWasCleanIsFoundIfAnotherRequestCarriesIt() {
        String text = "quiet-river-44";
        assertThat(SHAPES.in(document(text))).isEmpty();
        assertThat(SHAPES.ofRequest(List.of(Map.entry("X-Api-Key", "other-river-55")), null)
                        .in(document(text)))
                .isEmpty();
        assertThat(SHAPES.ofRequest(List.of(Map.entry("X-Api-Key", text)), null).in(document(text)))
                .isPresent();
        assertThat(SHAPES.ofRequest(List.of(Map.entry("X-Api-Key", "other-river-55")), null)
                        .in(document("other-river-55")))
                .isPresent();
    }

    @Test
    void valuesOfSecretVariablesAreFoundAnywhere() {
        SecretScan scan = SecretScan.of(
                Map.of("ACME_API_KEY", "zebra-crossing-9"),
                Map.of("db.password", "p4ss word&more"),
                Set.of(),
                List.of());

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
                Set.of(DUMMY),
                List.of());

        for (String text : new String[] {
            "short", "aaaaaaaaaaaa", "/run/secrets/token", DUMMY, "pc105-german", "id_ed25519_work", "working-directory"
        }) {
            assertThat(scan.in(document(text))).as(text).isEmpty();
        }
    }

    @Test
    void aSecretInBytesIsFound() {
        SecretScan scan = SecretScan.of(Map.of("ACME_TOKEN", "zebra-crossing-9"), Map.of(), Set.of(), List.of());
        JsonNode document = Json.mapper()
                .readTree(
                        "{\"response\":{\"body\":{\"__type__\":\"recorder.base64\",\"__data__\":\"/3plYnJhLWNyb3NzaW5nLTk=\"}}}");

        assertThat(scan.in(document)).map(SecretScan.Finding::pointer).hasValue("/response/body/__data__");
    }

    /** An image or a sound has characters of every form, which must not keep its recording from being written. */
    @Test
    void theCharactersOfLongDataAreNoKeyButItsBytesMayBe() {
        byte[] bytes = new byte[20_000];
        new Random(7).nextBytes(bytes);
        String key = "AKIAZ3QX7RTL5MNVKP2D";
        String data = Base64.getEncoder().encodeToString(bytes);
        String lookalike = data.substring(0, 4000) + "/" + key + "/" + data.substring(4022);
        System.arraycopy((" " + key + " ").getBytes(StandardCharsets.US_ASCII), 0, bytes, 9_000, key.length() + 2);

        assertThat(SecretScan.BUILT_IN.in(document(lookalike))).isEmpty();
        assertThat(SecretScan.BUILT_IN.in(document(lookalike.replace("+", "-"))))
                .isPresent();
        assertThat(SecretScan.BUILT_IN.in(document(data + " " + key))).isPresent();
        assertThat(SecretScan.BUILT_IN.in(document(Base64.getEncoder().encodeToString(bytes))))
                .isPresent();
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

    @Test
    void theRequestsOwnCredentialsAreFoundInTheResponse() {
        List<Map.Entry<String, String>> headers = List.of(
                Map.entry("Authorization", "Bearer acmegw-q7Zk2"),
                Map.entry("Proxy-Authorization", "Basic YWxpY2U6czNjcmV0LWFuZC1tb3Jl"),
                Map.entry("Cookie", "theme=dark; sid=zebra-crossing-9"),
                Map.entry("Accept", "application/json-9"));
        SecretScan scan = SHAPES.ofRequest(headers, "v=1&key=quiet-river-44");

        for (String echo : List.of("acmegw-q7Zk2", "s3cret-and-more", "zebra-crossing-9", "quiet-river-44")) {
            assertThat(scan.in(document("you sent " + echo + ".")))
                    .map(SecretScan.Finding::what)
                    .hasValueSatisfying(what -> assertThat(what).contains("that the request carried"));
            assertThat(SHAPES.in(document("you sent " + echo + "."))).isEmpty();
        }
        assertThat(scan.in(document("application/json-9"))).isEmpty();
    }

    @Test
    void whatTheUserAllowsPasses() {
        JsonNode document = document("use ghp_" + "q7Zk2mX9".repeat(5) + " here");
        String digest = SHAPES.in(document).orElseThrow().digest();

        assertThat(digest).matches("digest:[0-9a-f]{4}");
        assertThat(allowing(digest).in(document)).isEmpty();
        assertThat(allowing("ghp_q7Zk2mX9").in(document)).isEmpty();
        assertThat(allowing("digest:none").in(document)).isPresent();
    }

    @Test
    void aScanThatRemembersHidesTheSame() {
        SecretScan remembering = SHAPES.remembering();
        JsonNode secret = document("use ghp_" + "q7Zk2mX9".repeat(5) + " here");
        for (int i = 0; i < 2; i++) {
            assertThat(remembering.masked(secret)).isEqualTo(SHAPES.masked(secret));
            assertThat(remembering.masked("plain text")).isEqualTo("plain text");
            assertThat(remembering.maskedValue("q7Zk2mX9vB4nT8wR1yU5"))
                    .isEqualTo(SHAPES.maskedValue("q7Zk2mX9vB4nT8wR1yU5"));
        }
    }

    /** Otherwise the id {@code task-…} would have an OpenAI-style key in it, and {@code monkey-…} one of Mailgun's. */
    @Test
    void aKeyOfAKnownFormBeginsAWord() {
        String key = "AKIA" + "QYLPMN5HFIQR7XYA";
        for (String text : List.of(key, "my_" + key, "key=" + key, "(" + key + ")")) {
            assertThat(SHAPES.in(text)).as(text).isPresent();
        }
        assertThat(SHAPES.in("key" + key)).isEmpty();
        assertThat(SHAPES.in("the page monkey-d41d8cd98f00b204e9800998ecf8427e"))
                .isEmpty();
    }

    @Test
    void hidesEachRandomSegmentOfAPath() {
        String key = "q7Zk2mX9vB4nT8wR1yU5";
        for (String text : List.of("/a/%s/b/%s", "%s/%s", "a/%s/documents/of/the/customer", "/a b/%s c/%s")) {
            assertThat(SHAPES.maskedValue(text.replace("%s", key)))
                    .doesNotContain(key)
                    .contains("(hidden");
        }
        assertThat(SHAPES.maskedRequest("POST", "/v1/chat/completions")).isEqualTo("POST /v1/chat/completions");
        assertThat(SHAPES.maskedRequest(key, "/v1/" + key)).doesNotContain(key);
    }

    @Test
    void hidesRandomArgumentsOfATestAndShowsItsNames() {
        String names = "com.acme.S3V4SignerIT#signsSha256AndMd5V2Requests";
        assertThat(SHAPES.maskedTest(names)).isEqualTo(names);
        assertThat(SHAPES.maskedTest(names + "[2]")).isEqualTo(names + "[2]");
        assertThat(SHAPES.maskedTest(names + "[q7Zk2mX9vB4nT8wR1yU5]"))
                .startsWith(names + "[(hidden")
                .doesNotContain("q7Zk2mX9");
        assertThat(SHAPES.maskedTest("q7Zk2mX9vB4nT8wR1yU5")).doesNotContain("q7Zk2mX9");
    }

    private static SecretScan allowing(String secret) {
        return SecretScan.of(Map.of(), Map.of(), Set.of(), List.of(secret));
    }
}

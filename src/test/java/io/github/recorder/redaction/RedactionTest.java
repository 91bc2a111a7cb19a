package io.github.recorder.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.recording.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class RedactionTest {

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s\n%s\n", "\u001e%s\n\u001e%s\n", "data: %s\n\n", "[%s,\n%s]"})
    void jsonIsRedactedHoweverItIsSent(String form) {
        byte[] body = bytes(form.replace("%s", "{\"api_key\":\"k-1\"}"));

        assertThat(new String(Redaction.builtIn().body(body), StandardCharsets.UTF_8))
                .contains("REDACTED")
                .doesNotContain("k-1");
    }

    /** Jackson refuses half a pair of escapes in a name, in a text but not in bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s\n%s\n", "data: %s\n\n", "[%s,\n%s]", "{\"text\":\"%q\"}"})
    void jsonWithHalfAPairInANameIsRedactedHoweverItIsSent(String form) {
        String json = "{\"\\ud800\":1,\"é\":2,\"api_key\":\"k-1\"}";
        String quoted = json.replace("\\", "\\\\").replace("\"", "\\\"");
        byte[] body = bytes(form.replace("%s", json).replace("%q", quoted));

        assertThat(new String(Redaction.builtIn().body(body), StandardCharsets.UTF_8))
                .contains("REDACTED")
                .doesNotContain("k-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"api_key", "apiKey", "API-Key", "password", "client_secret", "Authorization", "refresh_token"})
    void fieldsThatCarryCredentialsAreReplacedAtAnyDepth(String name) {
        JsonNode value = json("{'a':[{'" + name + "':'x','b':1}]}");

        assertThat(Redaction.builtIn().json(value)).isEqualTo(json("{'a':[{'" + name + "':'REDACTED','b':1}]}"));
        assertThat(value).isEqualTo(json("{'a':[{'" + name + "':'x','b':1}]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'token':' to','logprob':-0.1}",
                "{'max_tokens':5}",
                "{'properties':{'password':{'type':'string'}}}",
                "{'api_key':null,'password':''}"
            })
    void whatOnlyLooksLikeACredentialStays(String text) {
        JsonNode value = json(text);

        assertThat(Redaction.builtIn().json(value)).isSameAs(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "key=abc&alt=sse key=REDACTED&alt=sse",
                "a=1&api-key=x&b a=1&api-key=REDACTED&b",
                "X-Amz-Signature=1&x=2 X-Amz-Signature=REDACTED&x=2",
                "api%5Fkey=x api%5Fkey=REDACTED",
                "q=key q=key"
            })
    void parametersThatCarryCredentialsAreReplaced(String query, String redacted) {
        assertThat(Redaction.builtIn().query(query)).isEqualTo(redacted);
    }

    @Test
    void userInfoOfAUrlGoes() {
        assertThat(Redaction.builtIn().target("https://me:pw@x.example/a?key=1"))
                .isEqualTo("https://x.example/a?key=REDACTED");
    }

    @Test
    void ownRulesAddToTheDefaults() {
        Redaction redaction = redaction("pointer:/user/*/email", "regex:ACME-(\\d+)", "header:link");

        assertThat(redaction.json(json("{'user':[{'email':'a@b'}],'text':'see ACME-77','api_key':'x'}")))
                .isEqualTo(json("{'user':[{'email':'REDACTED'}],'text':'see ACME-REDACTED','api_key':'REDACTED'}"));
        assertThat(redaction.header("Link", "<x>")).isEqualTo("REDACTED");
        assertThat(redaction.header("location", "/ACME-1")).isEqualTo("/ACME-REDACTED");
    }

    @Test
    void applyingItTwiceIsApplyingItOnce() {
        Redaction redaction = redaction("pointer:/a", "regex:b+");
        JsonNode once = redaction.json(json("{'a':'x','t':'abba','password':'p'}"));

        assertThat(redaction.json(once)).isEqualTo(once);
    }

    @Test
    void eventsAreRedactedLineByLine() {
        byte[] stream = bytes("event: x\ndata: {\"api_key\":\"s\",\"t\":1}\n\ndata: {\"t\":  2}\n\n");

        assertThat(new String(Redaction.builtIn().body(stream), StandardCharsets.UTF_8))
                .isEqualTo("event: x\ndata: {\"api_key\":\"REDACTED\",\"t\":1}\n\ndata: {\"t\":  2}\n\n");
        byte[] clean = bytes("data: {\"t\":  2}\n\n");
        assertThat(Redaction.builtIn().body(clean)).isSameAs(clean);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pointer:user", "xpath:/a", "regex:(", "pointer:", ""})
    void aRuleThatIsNoneIsRefusedWithWhatWouldBeRight(String rule) {
        assertThatThrownBy(() -> RedactionRule.parse(rule))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The redaction `" + rule + "`");
    }

    private static Redaction redaction(String... rules) {
        return Redaction.with(Arrays.stream(rules).map(RedactionRule::parse).toList());
    }

    private static JsonNode json(String text) {
        return Json.parse(bytes(text.replace('\'', '"')));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.recording.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class MatchingRulesTest {

    private final List<String> told = new ArrayList<>();

    @Test
    void ignoresAValueWhereverItsPointerLeads() {
        assertSame(
                ignored("pointer:/items/*/id"),
                "{'items':[{'id':1,'name':'a'},{'id':2,'name':'b'}]}",
                "{'items':[{'id':9,'name':'a'},{'name':'b'}]}");
        assertDifferent(
                ignored("pointer:/items/*/id"),
                "{'items':[{'id':1,'name':'a'}],'id':1}",
                "{'items':[{'id':1,'name':'a'}],'id':2}");
        assertDifferent(ignored("pointer:/items/*/id"), "{'items':[{'name':'a'}]}", "{'items':[{'name':'b'}]}");
    }

    @Test
    void ignoresAnItemOfAListWithoutMovingTheOthers() {
        assertSame(ignored("pointer:/list/0"), "{'list':['a','b']}", "{'list':['x','b']}");
        assertDifferent(ignored("pointer:/list/0"), "{'list':['a','b']}", "{'list':['b','a']}");
        assertSame(ignored("pointer:/list/*"), "{'list':['a','b']}", "{'list':[]}");
    }

    @Test
    void readsEscapesOfPointers() {
        assertSame(ignored("pointer:/a~1b/c~0d"), "{'a/b':{'c~d':1}}", "{'a/b':{'c~d':2}}");
    }

    @Test
    void ignoresQueryParametersByTheirDecodedName() {
        MatchingRules rules = rules(ignored("query:request id"));

        assertThat(key(rules, get("/x?a=1&request%20id=7")))
                .isEqualTo(key(rules, get("/x?request+id=8&a=1")))
                .isEqualTo(key(rules, get("/x?a=1")))
                .isNotEqualTo(key(rules, get("/x?a=2")));
        assertThat(key(rules, get("/x?request+id=8"))).isEqualTo(key(rules, get("/x")));
    }

    @Test
    void ignoresFieldsOfFormsAndPartsOfMultipartBodies() {
        assertSame(ignored("field:nonce"), text("a=1&nonce=2&b=3"), text("a=1&b=3&nonce=4"));
        assertDifferent(ignored("field:nonce"), text("a=1&nonce=2"), text("a=2&nonce=2"));
        assertDifferent(ignored("field:nonce"), text("To be&nonce=2"), text("To be&nonce=3"));
        assertSame(
                ignored("field:nonce"), parts("nonce", "1", "file", "content"), parts("file", "content", "nonce", "2"));
        assertDifferent(ignored("field:nonce"), parts("file", "content"), parts("file", "other"));
    }

    @Test
    void replacesTextInBodyPathAndQuery() {
        MatchingRule date = replaced("\\d{4}-\\d{2}-\\d{2}");

        assertSame(
                date,
                "{'messages':[{'content':'Today is 2026-11-26.'}]}",
                "{'messages':[{'content':'Today is 2026-11-27.'}]}");
        assertThat(key(rules(date), get("/days/2026-11-26?to=2026-11-30")))
                .isEqualTo(key(rules(date), get("/days/2025-01-01?to=2025-01-02")))
                .isNotEqualTo(key(rules(date), get("/weeks/2025-01-01?to=2025-01-02")));
    }

    @Test
    void replacesOnlyWhatTheGroupsMatch() {
        MatchingRule today = replaced("Today is (\\d{4}-\\d{2}-\\d{2})");

        assertSame(
                today,
                "{'m':'Today is 2026-11-26. From 2026-12-13.'}",
                "{'m':'Today is 2026-11-27. From 2026-12-13.'}");
        assertDifferent(
                today,
                "{'m':'Today is 2026-11-26. From 2026-12-13.'}",
                "{'m':'Today is 2026-11-26. From 2026-12-14.'}");
    }

    @Test
    void matchesARecordingThatHoldsTheStandInItself() {
        assertSame(
                MatchingRule.replaced("\\d{4}-\\d\\d-\\d\\d", "REDACTED"),
                "{'m':'on 2026-11-26'}",
                "{'m':'on REDACTED'}");
    }

    @Test
    void ignoresBeforeItReplaces() {
        MatchingRules rules = rules(replaced("\\d+"), ignored("query:n1"));

        assertThat(key(rules, get("/x?n1=1"))).isEqualTo(key(rules, get("/x")));
    }

    @Test
    void tellsRequestsApartThatItMakesTheSame() {
        MatchingRules rules = rules(ignored("query:t"));
        WireRequest one = rules.applied(get("/x?t=1"));
        WireRequest other = rules.applied(get("/x?t=2"));

        assertThat(MatchKey.of(one).raw()).isNotEqualTo(MatchKey.of(other).raw());
        assertThat(MatchKey.of(one).raw())
                .isEqualTo(MatchKey.of(rules.applied(get("/x?t=1"))).raw());
    }

    @Test
    void leavesTheRequestItselfAlone() {
        JsonNode body = json("{'metadata':{'run':'1'},'m':'2026-11-26'}");
        JsonNode before = body.deepCopy();

        rules(ignored("pointer:/metadata/run"), replaced("\\d+")).applied(new WireRequest("POST", "/x", body));

        assertThat(body).isEqualTo(before);
    }

    @Test
    void givesAnExpressionUpThatWouldNotEnd() {
        MatchingRules rules = rules(replaced("(a+)+$"));
        String text = "a".repeat(5_000) + "b";

        WireRequest compared = rules.applied(new WireRequest("POST", "/x", json("{'m':'" + text + "'}")));

        assertThat(compared.body()).isEqualTo(json("{'m':'" + text + "'}"));
        assertThat(told).singleElement().asString().contains("(a+)+$", "5001 characters");
        rules.applied(new WireRequest("POST", "/x", json("{'m':'" + text + "'}")));
        assertThat(told).hasSize(1);
    }

    @Test
    void givesAnExpressionUpThatOverflowsTheStack() {
        MatchingRules rules = rules(replaced("(?:a|b)*c"));
        String text = "ab".repeat(500_000);

        assertThat(rules.applied(new WireRequest("POST", "/x", json("{'m':'" + text + "'}")))
                        .body())
                .isEqualTo(json("{'m':'" + text + "'}"));
        assertThat(told).hasSize(1);
    }

    @Test
    void saysWhatIsWrongWithARule() {
        assertThatThrownBy(() -> MatchingRule.ignored("/metadata"))
                .hasMessage(
                        "`/metadata`. Give pointer:/path/to/value (* is every key or index), query:NAME of a query parameter,"
                                + " or field:NAME of a form's field or of a part of a multipart body.");
        assertThatThrownBy(() -> MatchingRule.ignored("pointer:metadata"))
                .hasMessage(
                        "`pointer:metadata`. A JSON pointer starts with a slash: give, for instance, pointer:/metadata/run_id.");
        assertThatThrownBy(() -> replaced("[0-9"))
                .hasMessage("`[0-9`, which is no regular expression: Unclosed character class at character 4."
                        + " Give one in Java's form, for instance \\d{4}-\\d{2}-\\d{2}.");
        assertThatThrownBy(() -> replaced("\\d*"))
                .hasMessage("`\\d*`, which matches the empty text and so every place of every text."
                        + " Give an expression that matches one character at least, for instance \\d+ and not \\d*.");
    }

    private void assertSame(MatchingRule rule, String one, String other) {
        assertThat(key(rules(rule), one)).isEqualTo(key(rules(rule), other));
        assertThat(key(MatchingRules.NONE, one)).isNotEqualTo(key(MatchingRules.NONE, other));
    }

    private void assertDifferent(MatchingRule rule, String one, String other) {
        assertThat(key(rules(rule), one)).isNotEqualTo(key(rules(rule), other));
    }

    private MatchingRules rules(MatchingRule... rules) {
        return new MatchingRules(List.of(rules), told::add);
    }

    private static MatchingRule ignored(String rule) {
        return MatchingRule.ignored(rule);
    }

    private static MatchingRule replaced(String expression) {
        return MatchingRule.replaced(expression, MatchingRule.STAND_IN);
    }

    private static Digest key(MatchingRules rules, String body) {
        return key(rules, new WireRequest("POST", "/x", json(body)));
    }

    private static Digest key(MatchingRules rules, WireRequest request) {
        return MatchKey.of(rules.applied(request)).normalized();
    }

    private static WireRequest get(String endpoint) {
        return new WireRequest("GET", endpoint, null);
    }

    private static String text(String form) {
        return "{'__type__':'recorder.text','__data__':'" + form + "'}";
    }

    private static String parts(String... namesAndTexts) {
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            parts.append(i == 0 ? "" : ",")
                    .append("{'content-disposition':'form-data; name=\\\"" + namesAndTexts[i] + "\\\"','text':'")
                    .append(namesAndTexts[i + 1])
                    .append("'}");
        }
        return "{'__type__':'recorder.multipart','__data__':[" + parts + "]}";
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}

package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import io.github.recorder.redaction.SecretScan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class RuleSuggestionTest {

    @Test
    void replacesADateOnlyAfterTheWordsBeforeIt() {
        Optional<RuleSuggestion> suggestion = suggested(
                "{'m':'Your name is Roger. Today is 2026-11-27. My trip of 2026-12-13?'}",
                "{'m':'Your name is Roger. Today is 2026-11-26. My trip of 2026-12-13?'}");

        assertThat(suggestion)
                .get()
                .extracting(RuleSuggestion::xml)
                .asString()
                .startsWith("<matching><replace><replacement><pattern>\\bis Roger\\. Today is (\\b\\d{4}-\\d{2}-\\d{2}")
                .endsWith("</pattern></replacement></replace></matching>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Id 123e4567-e89b-12d3-a456-426614174000 | Id 00000000-e89b-12d3-a456-426614174fff",
                "It is 10:15 | It is 23:59",
                "commit 0123456789abcdef0123 | commit fedcba9876543210fedc",
                "at 1764150000123 | at 1764150009999",
                "Read /tmp/junit-42/a.txt now | Read /tmp/junit-43/a.txt now",
                "Read /var/folders/zz/abc/T/junit1/a.txt | Read /var/folders/yy/def/T/junit22/a.txt",
                "Request 17 of today | Request 18 of today",
                "attempt #3 | attempt #4",
                "see http://localhost:54321/x | see http://localhost:51234/x"
            })
    void findsARuleForEachKindOfValue(String one, String other) {
        assertThat(suggested("{'m':'" + one + "'}", "{'m':'" + other + "'}", SecretScan.BUILT_IN::maskedValue))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Buy 17 apples on 2026-11-26 | Sell 17 apples on 2026-11-27",
                "A price of 1.5 | A price of 1.7",
                "Buy 17 apples | Buy 18 apples",
                "17 | 18",
                "What is 17 plus 4? | What is 18 plus 4?",
                "Is it 2026-11-26? | Is it then?"
            })
    void findsNoneWhereMoreDiffers(String one, String other) {
        assertThat(suggested("{'m':'" + one + "'}", "{'m':'" + other + "'}")).isEmpty();
    }

    @Test
    void ignoresAValueWhoseNameSaysThatItIsAnIdOrATime() {
        assertThat(suggested(
                        "{'items':[{'id':'123e4567-e89b-12d3-a456-426614174000',"
                                + "'docs':[{'runId':7}]}],'created':1764150000}",
                        "{'items':[{'id':'00000000-e89b-12d3-a456-426614174000',"
                                + "'docs':[{'runId':8}]}],'created':1764150001}"))
                .get()
                .extracting(RuleSuggestion::xml)
                .isEqualTo("<matching><ignore><ignore>pointer:/created</ignore>"
                        + "<ignore>pointer:/items/0/id</ignore>"
                        + "<ignore>pointer:/items/0/docs/0/runId</ignore></ignore></matching>");
    }

    @Test
    void replacesAWholeTextWithAnotherNameByItsKind() {
        assertThat(suggested(
                        "{'messages':[{'content':'123e4567-e89b-12d3-a456-426614174000'}]}",
                        "{'messages':[{'content':'00000000-e89b-12d3-a456-426614174000'}]}"))
                .get()
                .extracting(RuleSuggestion::replaced)
                .isEqualTo(List.of("^(\\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b)$"));
    }

    /** Otherwise the rule would also make requests about other customers the same. */
    @Test
    void suggestsNothingThatWouldLeaveOutAValueThatBothHave() {
        String customer = "'customer':'00000000-e89b-12d3-a456-426614174000'}";
        assertThat(suggested(
                        "{'run':'123e4567-e89b-12d3-a456-426614174000'," + customer,
                        "{'run':'123e4567-e89b-12d3-a456-426614174999'," + customer))
                .isEmpty();
        assertThat(suggested(
                        "{'m':'Today is 2026-11-26\\nToday is 2026-01-01'}",
                        "{'m':'Today is 2026-11-27\\nToday is 2026-01-01'}"))
                .isEmpty();
    }

    @Test
    void bindsAValueAtTheBeginOfALineToItAndToTheWordsAfterIt() {
        assertThat(suggested("{'m':'Log:\\n- 2026-11-26 started\\nend'}", "{'m':'Log:\\n- 2026-11-27 started\\nend'}"))
                .get()
                .extracting(rules -> rules.replaced().get(0))
                .asString()
                .startsWith("(?m)^- (\\b\\d{4}-")
                .endsWith(") started$");
        assertThat(suggested("{'m':'2026-11-26 to 2026-11-28'}", "{'m':'2026-11-27 to 2026-11-29'}"))
                .get()
                .extracting(rules -> rules.replaced().size())
                .isEqualTo(2);
        assertThat(suggested("{'m':'on 10:15 - 11:15'}", "{'m':'on 10:16 - 11:16'}"))
                .get()
                .extracting(RuleSuggestion::replaced)
                .asString()
                .matches("\\[\\(\\?m\\)\\^on \\(.*\\) - \\(.*\\)]");
    }

    @Test
    void bindsAValueToAWordEvenIfThatIsFarAway() {
        String line = "The report of " + "-".repeat(40) + " ";
        assertThat(suggested("{'m':'" + line + "2026-11-26'}", "{'m':'" + line + "2026-11-27'}"))
                .get()
                .extracting(rules -> rules.replaced().get(0))
                .asString()
                .startsWith("\\bof ---");
        String signs = "-".repeat(200);
        assertThat(suggested("{'m':'" + signs + "2026-11-26'}", "{'m':'" + signs + "2026-11-27'}"))
                .isEmpty();
    }

    @Test
    void suggestsNoCounterByWhichSeveralRecordingsDiffer() {
        WireRequest request = new WireRequest("POST", "/x", json("{'m':'Attempt 3'}"));
        NearMiss.Recorded one = recorded("1.json", "{'m':'Attempt 1'}");
        NearMiss.Recorded two = recorded("2.json", "{'m':'Attempt 2'}");

        assertThat(RuleSuggestion.of(request, NearMiss.ranked(request, null, List.of(one)), text -> text))
                .isPresent();
        assertThat(RuleSuggestion.of(request, NearMiss.ranked(request, null, List.of(one, two)), text -> text))
                .isEmpty();
    }

    @Test
    void comesFromTheNearestRecordingOnly() {
        WireRequest request = new WireRequest("POST", "/x", json("{'m':'On 2026-11-26'}"));
        NearMiss.Recorded date = recorded("date.json", "{'m':'On 2026-11-25'}");
        NearMiss.Recorded text = recorded("text.json", "{'m':'It was another time'}");
        NearMiss.Recorded later = recorded("later.json", "{'m':'On 1999-12-31'}");
        NearMiss.Recorded nearer = recorded("nearer.json", "{'m':'On 2026-11-26!'}");

        assertThat(RuleSuggestion.of(request, NearMiss.ranked(request, null, List.of(date, text)), t -> t))
                .isPresent();
        assertThat(RuleSuggestion.of(request, NearMiss.ranked(request, null, List.of(nearer, later)), t -> t))
                .isEmpty();
    }

    @Test
    void neverContainsASecret() {
        assertThat(suggested(
                        "{'m':'Key abc on 2026-11-26'}",
                        "{'m':'Key abc on 2026-11-27'}",
                        text -> text.replace("abc", "(hidden)")))
                .isEmpty();
        assertThat(suggested(
                        "{'m':'Key abc, which is old. Today is 2026-11-26'}",
                        "{'m':'Key abc, which is old. Today is 2026-11-27'}",
                        text -> text.replace("abc", "(hidden)")))
                .isPresent();
        assertThat(suggested(
                        "{'abc':{'id':1764150000}}",
                        "{'abc':{'id':1764150001}}",
                        text -> text.replace("abc", "(hidden)")))
                .isEmpty();
    }

    @Test
    void suggestsNoPointerThatMavenWouldChange() {
        for (String name : List.of("*", "${x}", " x", "a b", "\\u0001")) {
            assertThat(suggested("{'" + name + "':{'id':1764150000}}", "{'" + name + "':{'id':1764150001}}"))
                    .isEmpty();
        }
    }

    @Test
    void neverIgnoresAModelOrANumberThatMatters() {
        assertThat(suggested("{'model':'gpt-4'}", "{'model':'gpt-5'}")).isEmpty();
        assertThat(suggested("{'max_tokens':100}", "{'max_tokens':200}")).isEmpty();
        assertThat(suggested("{'timeout':100}", "{'timeout':200}")).isEmpty();
        assertThat(suggested("{'customer_id':17}", "{'customer_id':18}")).isEmpty();
        assertThat(suggested("{'id':17}", "{'id':18}")).isEmpty();
        assertThat(suggested("{'price':1764150000}", "{'price':1764150001}")).isEmpty();
    }

    @Test
    void ignoresTheNumberOfACallOfJsonRpc() {
        assertThat(suggested("{'jsonrpc':'2.0','id':17}", "{'jsonrpc':'2.0','id':18}"))
                .get()
                .extracting(RuleSuggestion::ignored)
                .isEqualTo(List.of("pointer:/id"));
    }

    @Test
    void ignoresAQueryParameterThatTellsTheTime() {
        assertThat(suggested(get("/x?a=1&ts=1764150000123"), get("/x?a=1&ts=1764150000999")))
                .get()
                .extracting(RuleSuggestion::ignored)
                .isEqualTo(List.of("query:ts"));
        assertThat(suggested(get("/x?a=1&t=1764150000123"), get("/x?a=1&t=1764150000999")))
                .get()
                .extracting(RuleSuggestion::replaced)
                .isEqualTo(List.of("[?&]t=(\\b\\d{9,20}\\b)"));
        assertThat(suggested(get("/x?page=1"), get("/x?page=2"))).isEmpty();
    }

    @Test
    void replacesAnIdOfThePath() {
        assertThat(suggested(
                        get("/runs/123e4567-e89b-12d3-a456-426614174000/steps"),
                        get("/runs/00000000-e89b-12d3-a456-426614174000/steps")))
                .get()
                .extracting(RuleSuggestion::replaced)
                .asString()
                .startsWith("[(?m)^/runs/(\\b[0-9a-fA-F]{8}");
        assertThat(suggested(get("/items/17"), get("/items/18"))).isEmpty();
    }

    @Test
    void escapesWhatXmlWouldTakeForItsOwn() {
        RuleSuggestion suggestion = suggested("{'m':'<a & (b)> 2026-11-26'}", "{'m':'<a & (b)> 2026-11-27'}")
                .orElseThrow();

        assertThat(suggestion.replaced()).singleElement().asString().startsWith("(?m)^<a & \\(b\\)> (");
        assertThat(suggestion.xml()).contains("<pattern>(?m)^&lt;a &amp; \\(b\\)&gt; (");
    }

    @Test
    void writesControlCharactersAsXmlCanHoldThem() {
        assertThat(suggested("{'m':'day\\u0001\\t2026-11-26'}", "{'m':'day\\u0001\\t2026-11-27'}"))
                .get()
                .extracting(RuleSuggestion::xml)
                .asString()
                .contains("<pattern>(?m)^day\\x01\\x09(");
    }

    @Test
    void suggestsNothingForARecordingOfAnotherService() {
        JsonNode body = json("{'m':'2026-11-26'}");
        WireRequest request = new WireRequest("http://one.example", "POST", "/x", body);

        assertThat(suggested(request, request.at("http://other.example"))).isEmpty();
        assertThat(suggested(request, new WireRequest("POST", "/x", json("{'m':'2026-11-27'}"))))
                .isPresent();
    }

    @Test
    void isShownALineForEachPart() {
        assertThat(new RuleSuggestion(List.of("query:t"), List.of("x(\\d+)")).lines("  "))
                .containsExactly(
                        "  <matching>",
                        "    <ignore>",
                        "      <ignore>query:t</ignore>",
                        "    </ignore>",
                        "    <replace>",
                        "      <replacement><pattern>x(\\d+)</pattern></replacement>",
                        "    </replace>",
                        "  </matching>");
    }

    private static Optional<RuleSuggestion> suggested(String request, String recorded) {
        return suggested(request, recorded, text -> text);
    }

    private static Optional<RuleSuggestion> suggested(String request, String recorded, UnaryOperator<String> masked) {
        return suggested(
                new WireRequest("POST", "/x", json(request)), new WireRequest("POST", "/x", json(recorded)), masked);
    }

    private static Optional<RuleSuggestion> suggested(WireRequest request, WireRequest recorded) {
        return suggested(request, recorded, text -> text);
    }

    private static Optional<RuleSuggestion> suggested(
            WireRequest request, WireRequest recorded, UnaryOperator<String> masked) {
        return RuleSuggestion.of(
                request,
                NearMiss.ranked(request, null, List.of(new NearMiss.Recorded("a.json", null, recorded))),
                masked);
    }

    private static NearMiss.Recorded recorded(String path, String body) {
        return new NearMiss.Recorded(path, null, new WireRequest("POST", "/x", json(body)));
    }

    private static WireRequest get(String endpoint) {
        return new WireRequest("GET", endpoint, null);
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}

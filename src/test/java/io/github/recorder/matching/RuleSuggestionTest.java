package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
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
                .startsWith("<matching><replace><replacement><pattern>is Roger\\. Today is (\\b\\d{4}-\\d{2}-\\d{2}")
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
                "Request 17 of today | Request 18 of today"
            })
    void findsARuleForEachKindOfValue(String one, String other) {
        assertThat(suggested("{'m':'" + one + "'}", "{'m':'" + other + "'}")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Buy 17 apples on 2026-11-26 | Sell 17 apples on 2026-11-27",
                "A price of 1.5 | A price of 1.7",
                "Is it 2026-11-26? | Is it then?"
            })
    void findsNoneWhereMoreDiffers(String one, String other) {
        assertThat(suggested("{'m':'" + one + "'}", "{'m':'" + other + "'}")).isEmpty();
    }

    @Test
    void ignoresAValueThatIsNothingElse() {
        assertThat(suggested(
                        "{'items':[{'id':'123e4567-e89b-12d3-a456-426614174000'}],'created':1764150000}",
                        "{'items':[{'id':'00000000-e89b-12d3-a456-426614174000'}],'created':1764150001}"))
                .get()
                .extracting(RuleSuggestion::xml)
                .isEqualTo("<matching><ignore><ignore>pointer:/created</ignore>"
                        + "<ignore>pointer:/items/*/id</ignore></ignore></matching>");
    }

    @Test
    void neverIgnoresAModelOrANumberThatMatters() {
        assertThat(suggested("{'model':'gpt-4'}", "{'model':'gpt-5'}")).isEmpty();
        assertThat(suggested("{'max_tokens':100}", "{'max_tokens':200}")).isEmpty();
        assertThat(suggested("{'timeout':100}", "{'timeout':200}")).isEmpty();
    }

    @Test
    void ignoresAQueryParameterThatTellsTheTime() {
        assertThat(suggested(get("/x?a=1&t=1764150000123"), get("/x?a=1&t=1764150000999")))
                .get()
                .extracting(RuleSuggestion::ignored)
                .isEqualTo(List.of("query:t"));
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
                .startsWith("[/runs/(\\b[0-9a-fA-F]{8}");
        assertThat(suggested(get("/items/17"), get("/items/18"))).isEmpty();
    }

    @Test
    void escapesWhatXmlWouldTakeForItsOwn() {
        RuleSuggestion suggestion = suggested("{'m':'<a & (b)> 2026-11-26'}", "{'m':'<a & (b)> 2026-11-27'}")
                .orElseThrow();

        assertThat(suggestion.replaced()).singleElement().asString().startsWith("<a & \\(b\\)> (");
        assertThat(suggestion.xml()).contains("<pattern>&lt;a &amp; \\(b\\)&gt; (");
    }

    @Test
    void writesControlCharactersAsXmlCanHoldThem() {
        assertThat(suggested("{'m':'day\\u0001\\t2026-11-26'}", "{'m':'day\\u0001\\t2026-11-27'}"))
                .get()
                .extracting(RuleSuggestion::xml)
                .asString()
                .contains("<pattern>day\\x01\\x09(");
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
        return suggested(new WireRequest("POST", "/x", json(request)), new WireRequest("POST", "/x", json(recorded)));
    }

    private static Optional<RuleSuggestion> suggested(WireRequest request, WireRequest recorded) {
        NearMiss near = NearMiss.ranked(request, null, List.of(new NearMiss.Recorded("a.json", null, recorded)))
                .get(0);
        return RuleSuggestion.of(request, near);
    }

    private static WireRequest get(String endpoint) {
        return new WireRequest("GET", endpoint, null);
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}

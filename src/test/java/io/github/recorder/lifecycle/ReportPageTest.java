package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.SharedCorpus;
import io.github.recorder.check.CheckOptions;
import io.github.recorder.check.FailurePolicy;
import io.github.recorder.progress.TimedProgress;
import io.github.recorder.recording.Json;
import io.github.recorder.report.ChromiumBrowser;
import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The page in a real browser, opened from disk. */
final class ReportPageTest {

    private static final String RULE = "You translate for customers of ACME. Be brief.";

    /** Texts that a page which takes them for markup or script runs, each ending in a call of {@code hacked}. */
    static final List<String> HOSTILE = List.of(
            "<script>hacked()</script>",
            "</script><script>hacked()</script>",
            "--><script>hacked()</script>",
            "<!--<script>",
            "<img src=x onerror=hacked()>",
            "\"><svg onload=hacked()>",
            "' onmouseover='hacked()",
            "<a href=\"javascript:hacked()\">x</a>",
            "javascript:hacked()",
            "</title><script>hacked()</script>",
            "</style><script>hacked()</script>",
            "]]><script>hacked()</script>",
            "${hacked()} {{hacked()}} <%= hacked() %>",
            "\u2028hacked()\u2029",
            "\\u003cscript\\u003ehacked()\\u003c/script\\u003e",
            "&lt;script&gt;hacked()&lt;/script&gt;",
            "<iframe srcdoc='<script>parent.hacked()</script>'>",
            "__proto__",
            "constructor");

    private static final List<String> PLACES =
            List.of("#overview", "#recordings", "#recording=a.json", "#misses", "#changes", "#unused", "#tests");

    private static ChromiumBrowser browser;

    @TempDir
    Path folder;

    private ReportedModule module;

    @BeforeAll
    static void startBrowser() throws IOException {
        browser = ChromiumBrowser.startOrSkip();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void makeModule() {
        module = new ReportedModule(folder.resolve("shop"));
    }

    @Test
    void hostileTextsStayTexts() throws Exception {
        for (int i = 0; i < HOSTILE.size(); i++) {
            String hostile = HOSTILE.get(i);
            ObjectNode body =
                    Json.mapper().createObjectNode().put("model", hostile).put(hostile, hostile);
            body.putArray("messages").addObject().put("role", hostile).put("content", hostile);
            body.putArray("tools").addObject().put("name", hostile);
            ObjectNode response =
                    Json.mapper().createObjectNode().put("id", hostile).put(hostile, hostile);
            ObjectNode choice = response.putArray("choices").addObject().put("finish_reason", hostile);
            ObjectNode message =
                    choice.putObject("message").put("content", hostile).put("refusal", hostile);
            message.put("reasoning_content", hostile);
            message.putArray("tool_calls")
                    .addObject()
                    .put("id", hostile)
                    .putObject("function")
                    .put("name", hostile)
                    .put("arguments", hostile);
            response.putObject("usage").put(hostile, hostile);
            module.recording("h" + i + ".json", "acme." + hostile + "#t" + i, hostile, body, response);
        }
        RecorderRun run = module.start("replay", null);
        for (String hostile : HOSTILE) {
            module.ask(run, "acme.MissIT#asks", hostile, hostile, hostile + " again");
        }
        run.stop();
        module.writeReportAgain();

        open("#overview");
        browser.evaluate("window.hacked = () => { window.wasHacked = true; }");
        for (String tab : List.of("misses", "unused", "tests", "changes", "recordings")) {
            go("#" + tab);
        }
        for (int i = 0; i < HOSTILE.size(); i++) {
            go("#recording=h" + i + ".json");
            browser.until("document.querySelector('.turn')");
            String start = HOSTILE.get(i).replace('\u2028', '\n').strip().substring(0, 5);
            assertThat(text(".detail")).contains(start);
            for (String view : List.of("raw", "curl", "conversation")) {
                browser.evaluate("[...document.querySelectorAll('.tools button')].find((b) => b.textContent === '"
                        + view + "').click()");
            }
            browser.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })");
        }
        assertThat(browser.evaluate("window.wasHacked === true").asBoolean()).isFalse();
        assertThat(browser.evaluate("document.querySelectorAll('script').length")
                        .asInt())
                .isEqualTo(2);
        assertThat(browser.evaluate("document.querySelectorAll('iframe, [onerror], [onload], [onmouseover]').length")
                        .asInt())
                .isZero();
        assertThat(browser.evaluate("[...document.links].filter((a) => a.protocol === 'javascript:').length")
                        .asInt())
                .isZero();
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    void aMissIsOpenedByItsLinkAndEndsInACommand() throws Exception {
        for (int i = 0; i < 30; i++) {
            module.chat("c" + i + ".json", "acme.ChatIT#says" + i, "gpt-4o", RULE, "Sentence " + i, "Phrase " + i);
        }
        RecorderRun run = module.start("replay", null);
        for (int i = 0; i < 30; i++) {
            module.ask(run, "acme.ChatIT#says" + i, "gpt-4o", RULE.replace("customers", "clients"), "Sentence " + i);
        }
        run.stop();
        String id = module.data().at("/runs/0/misses/3/id").asString();

        open("#miss=" + id);
        assertThat(text(".detail"))
                .contains("acme.ChatIT#says3")
                .contains("c3.json")
                .contains("mvn verify -Drecorder.mode=record-if-missing -Dit.test=acme.ChatIT#says3")
                .contains("The same cause: 29 other requests");
        assertThat(text("del")).isEqualTo("customers");
        assertThat(text("ins")).isEqualTo("clients");
        go("#misses");
        assertThat(text(".detail h2")).isEqualTo("30 requests of 30 tests miss for one cause");
        browser.press("j");
        browser.until("document.querySelector('.row[aria-selected=true]').textContent.includes('acme.ChatIT#says0')");
        browser.press("/");
        assertThat(browser.evaluate("document.activeElement.id").asString()).isEqualTo("filter");
        browser.evaluate("const f = document.getElementById('filter'); f.value = 'test:says7 -paris';"
                + " f.dispatchEvent(new Event('input'))");
        assertThat(browser.evaluate("document.querySelectorAll('.row').length").asInt())
                .isEqualTo(1);
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    void aChangeShowsWordsAndBehaviour() throws Exception {
        module.recordTwice(RULE, "Good morning", "Bonjour, comment allez-vous ?", "Bonjour, comment vas-tu ?");
        open("#changes");
        assertThat(text(".detail .chip")).isEqualTo("reworded");
        assertThat(text(".detail .text del")).isEqualTo("allez");
        assertThat(text(".detail .text ins")).isEqualTo("vas");
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    void aCheckShowsWhatTheServiceSaysToday() throws Exception {
        module.chat("a.json", "acme.ChatIT#greets", "gpt-4o", RULE, "Good morning", "Bonjour mes amis");
        module.chat("b.json", "acme.ChatIT#fails", "gpt-4o", RULE, "Fail", "Bonjour");
        for (int i = 0; i < HOSTILE.size(); i++) {
            module.chat("h" + i + ".json", "acme." + HOSTILE.get(i), "gpt-4o", RULE, "hostile " + i, "Bonjour");
        }
        RecorderRun run = module.start("replay", null);
        run.stop();
        try (ScriptedProvider service = ScriptedProvider.answering(ReportPageTest::today)) {
            CheckService.check(
                    module.project().recordings(),
                    module.project().workDirectory(),
                    RecordingOptions.checking(
                            new RequestParsingOptions(List.of(), service.url().toString(), null, List.of()),
                            10,
                            10,
                            Map.of(),
                            Map.of(),
                            proxied -> Optional.empty()),
                    new CheckOptions(0, 0, null, false, FailurePolicy.CHANGED, LocalDate.EPOCH, Duration.ofMinutes(5)),
                    "0.1.0",
                    TimedProgress.none(),
                    line -> {});
        }
        ReportService.checked(module.project(), "src/test/recordings", Map.of(), "0.1.0");
        assertThat(folder.resolve("shop/target/recorder/summary.md"))
                .content()
                .contains("### Shape changed (" + (HOSTILE.size() + 1) + ")")
                .contains("### Could not be asked (1)\n\n- `b.json`: `openai answered 500`");

        open("#check=a.json");
        browser.evaluate("window.hacked = () => { window.wasHacked = true; }");
        assertThat(text(".detail .chip")).isEqualTo("shape changed");
        assertThat(text(".detail")).contains("/usage is gone");
        assertThat(text(".detail .text del")).isEqualTo("mes");
        assertThat(text(".detail .text ins")).isEqualTo("chers");
        assertThat(text(".detail .fix")).contains("mvn recorder:accept -Drecorder.accept='a.json'");
        go("#check=b.json");
        assertThat(text(".detail")).contains("openai answered 500").doesNotContain("recorder:accept");
        for (int i = 0; i < HOSTILE.size(); i++) {
            go("#check=h" + i + ".json");
            assertThat(text(".detail .text ins"))
                    .contains(HOSTILE.get(i).replace('\u2028', '\n').strip().substring(0, 5));
        }
        go("#tab=checks&q=test:fails");
        assertThat(browser.evaluate("document.querySelectorAll('.row').length").asInt())
                .isEqualTo(1);
        assertThat(browser.evaluate("window.wasHacked === true").asBoolean()).isFalse();
        assertThat(browser.problems()).isEmpty();
        // A later page keeps it, and no recording that changed since.
        module.chat("a.json", "acme.ChatIT#greets", "gpt-4o", RULE, "Good morning", "Bonjour chers amis");
        module.writeReportAgain();
        assertThat(module.data().at("/checks/0/counts").asString("")).endsWith("; 1 changed since");
        assertThat(module.data().at("/checks/0/differing").valueStream())
                .noneMatch(one -> one.path("path").asString("").equals("a.json"))
                .hasSize(HOSTILE.size() + 1);
    }

    private static Reply today(ScriptedProvider.Asked asked) {
        String words = Json.parse(asked.body().getBytes(StandardCharsets.UTF_8))
                .at("/messages/1/content")
                .asString("");
        if (words.startsWith("hostile")) {
            return Reply.json(
                    200,
                    RecordingScenario.chat("x")
                            .replace(
                                    "\"x\"",
                                    Json.strict(Json.nodes()
                                            .stringNode(HOSTILE.get(Integer.parseInt(words.substring(8)))))));
        }
        return words.equals("Fail")
                ? Reply.json(500, "{}")
                : Reply.json(200, RecordingScenario.chat("Bonjour chers amis"));
    }

    @Test
    void fiveThousandRecordingsAreAFewRowsAndLoadFromBesideThePage() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            module.chat(
                    "c%04d.json".formatted(i), "acme.ChatIT#t%04d".formatted(i), "gpt-4o", RULE, "Sentence " + i, "x");
        }
        module.writeReportAgain();

        open("#recordings");
        assertThat(browser.evaluate("document.querySelectorAll('.row').length").asInt())
                .isBetween(10, 60);
        browser.evaluate("document.querySelector('.list').scrollTop = 58 * 2500");
        browser.until("document.getElementById('row-2505')");
        assertThat(text("#row-2505")).contains("Sentence 2505");
        go("#recording=c4999.json");
        browser.until("document.querySelector('.turn')");
        assertThat(text(".detail")).contains("Sentence 4999");
        assertThat(text(".row[aria-selected=true]")).contains("Sentence 4999");
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    void everyRecordingOfTheCorpusIsShown() throws Exception {
        ReportedModule corpus = new ReportedModule(folder.resolve("corpus"), SharedCorpus.corpus());
        ReportService.write(
                corpus.project(), List.of(), "corpus", Map.of(), Json.mapper().nullNode(), "0.1.0");
        browser.open(corpus.page().toUri(), 1600, 900, false);
        for (JsonNode row : corpus.data().at("/runs/0/recordings")) {
            String path = row.path("path").asString();
            go("#recording=" + path);
            browser.until("document.querySelector('.detail .turn, .detail .json')");
            assertThat(text(".detail")).as(path).doesNotContain("cannot show");
        }
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    void nothingIsWiderThanANarrowScreen() throws Exception {
        String word = "x".repeat(10_000);
        module.chat("a.json", "acme.ChatIT#one", "gpt-4o", RULE, word, "مرحبا " + word);
        RecorderRun run = module.start("replay", null);
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, word);
        module.ask(run, "acme.ChatIT#two", "gpt-5", RULE, word + "y");
        run.stop();
        for (String place : PLACES) {
            browser.open(URI.create(module.page().toUri() + place), 360, 740, true);
            assertThat(browser.evaluate("document.querySelector('.tabs [aria-current]').getBoundingClientRect().right")
                            .asDouble())
                    .as(place)
                    .isLessThanOrEqualTo(360);
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .as(place)
                    .isLessThanOrEqualTo(360);
            assertThat(browser.evaluate("Math.max(...[...document.querySelectorAll('.detail, .wide')]"
                                    + ".map((e) => e.scrollWidth))")
                            .asInt())
                    .as(place)
                    .isLessThanOrEqualTo(360);
        }
    }

    @Test
    void axeFindsNoViolation() throws Exception {
        String script = ChromiumBrowser.axeOrSkip();
        showEverything();
        for (int width : List.of(360, 1600)) {
            for (boolean dark : List.of(false, true)) {
                for (String place : PLACES) {
                    browser.open(URI.create(module.page().toUri() + place), width, 900, dark);
                    JsonNode violations = browser.axeViolations(script);
                    assertThat(violations)
                            .as("%s at %d, dark: %s", place, width, dark)
                            .isEmpty();
                }
            }
        }
    }

    /** Makes a report with served, missed, changed, new and unused recordings. */
    private void showEverything() throws Exception {
        module.chat("a.json", "acme.ChatIT#greets", "gpt-4o", RULE, "Good morning", "Bonjour");
        for (int i = 0; i < 12; i++) {
            module.chat("u" + i + ".json", "acme.OldIT#says" + i, "gpt-4o-mini", RULE, "Old sentence " + i, "Ancien");
        }
        try (ScriptedProvider service = ScriptedProvider.start(
                Reply.json(200, RecordingScenario.chat("Bonjour, comment allez-vous ?")),
                Reply.json(200, RecordingScenario.chat("Bonjour, comment vas-tu ?")),
                Reply.json(200, RecordingScenario.chat("Au revoir")))) {
            RecorderRun first = module.start("record", service.url());
            module.ask(first, "acme.ChatIT#returns", "gpt-4o", RULE, "Hello again");
            first.stop();
            RecorderRun run = module.start("record", service.url());
            module.ask(run, "acme.ChatIT#returns", "gpt-4o", RULE, "Hello again");
            module.ask(run, "acme.ChatIT#leaves", "gpt-4o", RULE, "Goodbye");
            run.stop();
        }
        RecorderRun run = module.start("replay", null);
        module.ask(run, "acme.ChatIT#leaves", "gpt-4o", RULE, "Goodbye");
        for (int i = 0; i < 3; i++) {
            module.ask(run, "acme.OldIT#says" + i, "gpt-4o-mini", RULE + " Always.", "Old sentence " + i);
        }
        module.ask(run, "acme.OtherIT#asks", "gpt-5", "Be kind.", "Something else entirely");
        run.stop();
    }

    private void open(String fragment) {
        browser.open(URI.create(module.page().toUri() + fragment), 1600, 900, false);
    }

    /** Goes to another place of the open page, and waits until it is drawn. */
    private static void go(String fragment) {
        browser.evaluate("new Promise((done) => { const hash = " + Json.mapper().writeValueAsString(fragment)
                + "; if (location.hash === hash) { done(); return; }"
                + " addEventListener('hashchange', () => requestAnimationFrame(done), { once: true });"
                + " location.hash = hash; })");
    }

    private static String text(String selector) {
        return browser.evaluate(
                        "document.querySelector(" + Json.mapper().writeValueAsString(selector) + ").textContent")
                .asString("");
    }
}

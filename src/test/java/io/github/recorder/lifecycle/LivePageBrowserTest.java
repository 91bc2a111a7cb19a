package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import io.github.recorder.report.ChromiumBrowser;
import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The live page in a real browser. */
final class LivePageBrowserTest {

    private static final String RULE = "You translate for customers of ACME. Be brief.";

    private static final List<String> PLACES =
            List.of("#overview", "#requests", "#requests&request=2", "#recordings", "#misses", "#unused", "#tests");

    private static ChromiumBrowser browser;

    @TempDir
    Path folder;

    private ReportedModule module;
    private RecorderRun run;

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
    void startRun() throws Exception {
        module = new ReportedModule(folder.resolve("shop"));
        module.chat("a.json", "acme.ChatIT#one", "gpt-4o", RULE, "Good morning", "Bonjour.");
        module.chat("b.json", "acme.ChatIT#two", "gpt-4o", RULE, "Good night", "Bonne nuit.");
        run = module.startWithPage("replay", null);
    }

    @AfterEach
    void stopRun() {
        run.close();
    }

    @Test
    void showsRequestsAndMissesAsTheyCome() {
        open("", 1600, false);
        live();
        assertThat(text(".list")).contains("No request has come yet");

        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");
        browser.until("document.querySelectorAll('.row').length === 1");
        assertThat(text(".row")).contains("Good morning").contains("acme.ChatIT#one");
        assertThat(text(".facts")).contains("1 served").contains("0 missed").contains("1 not used yet");

        module.ask(run, "acme.ChatIT#three", "gpt-4o", RULE.replace("customers", "clients"), "Good night");
        browser.until("document.querySelectorAll('.row').length === 2");
        assertThat(text(".row")).contains("Good night").contains("missed").contains("acme.ChatIT#three");
        assertThat(text("[aria-live]")).isEqualTo("Missed: POST /openai/v1/chat/completions");

        browser.evaluate("document.querySelector('.row').click()");
        browser.until("document.querySelector('.fix')");
        assertThat(text(".detail"))
                .contains("b.json")
                .contains("mvn verify -Drecorder.mode=record-if-missing -Dit.test=acme.ChatIT#three");
        assertThat(text("del")).isEqualTo("customers");
        assertThat(text("ins")).isEqualTo("clients");
        assertThat(text("[aria-current]")).isEqualTo("Requests2");
        assertNothingForeign();
    }

    @Test
    void leavesAloneWhatSomebodyReads() {
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good evening");
        open("#misses", 1600, false);
        live();
        browser.until("document.querySelector('.detail .fix')");
        browser.evaluate(
                "window.detail = document.querySelector('.detail'); detail.querySelector('details').open = true;"
                        + " document.querySelector('.list').focus()");
        module.ask(run, "acme.ChatIT#two", "gpt-5", RULE, "Something else");
        browser.until("document.querySelectorAll('.row').length === 2");
        assertThat(browser.evaluate("window.detail === document.querySelector('.detail')"
                                + " && detail.querySelector('details').open"
                                + " && document.activeElement.classList.contains('list')")
                        .asBoolean())
                .isTrue();
        browser.press("j");
        browser.until("document.querySelector('.detail').textContent.includes('Something else')");
        assertNothingForeign();
    }

    @Test
    void theFilterKeepsWhatIsTypedWhileRequestsCome() {
        open("#requests", 1600, false);
        live();
        browser.press("/");
        browser.press("m");
        browser.press("i");
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");
        module.ask(run, "acme.MissIT#one", "gpt-4o", RULE, "Good evening");
        browser.until("document.querySelectorAll('.tabs .n')[0].textContent === '2'");
        assertThat(browser.evaluate("document.activeElement.id + document.activeElement.value")
                        .asString())
                .isEqualTo("filtermi");
        assertThat(browser.evaluate("document.querySelectorAll('.row').length").asInt())
                .isEqualTo(1);
        assertNothingForeign();
    }

    @Test
    void opensARecordingOfTheServer() {
        open("#recordings&recording=b.json", 1600, false);
        browser.until("document.querySelector('.turn.assistant')");
        assertThat(text(".detail")).contains("Bonne nuit.").contains("not used yet");
        live();
        module.ask(run, "acme.ChatIT#two", "gpt-4o", RULE, "Good night");
        browser.until("document.querySelector('.detail .chip').textContent.startsWith('served 1')");
        assertThat(text(".detail")).contains("served to acme.ChatIT#two").contains("Bonne nuit.");
        assertNothingForeign();
    }

    @Test
    void saysThatTheRunHasEnded() {
        open("", 1600, false);
        live();
        run.stop();
        browser.until("document.querySelector('[role=status].chip').textContent === 'the run has ended'");
    }

    @Test
    void recordsAgainWhereTheModeAllowsIt() throws Exception {
        open("#requests&request=1", 1600, false);
        live();
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");
        browser.until("document.querySelector('.turn.assistant')");
        assertThat(browser.evaluate("document.querySelectorAll('button.record').length")
                        .asInt())
                .isZero();
        run.stop();
        try (ScriptedProvider service = ScriptedProvider.start(
                Reply.json(200, RecordingScenario.chat("Salut.")),
                Reply.json(200, RecordingScenario.chat("Bien le bonjour.")))) {
            run = module.startWithPage("record-if-missing", service.url());
            module.ask(run, "acme.ChatIT#three", "gpt-4o", RULE, "Good evening");
            run.stop();
            run = module.startWithPage("record-if-missing", service.url());
            open("#requests&request=1", 1600, false);
            live();
            module.ask(run, "acme.ChatIT#three", "gpt-4o", RULE, "Good evening");
            browser.until("document.querySelector('button.record')");
            browser.evaluate("document.querySelector('button.record').click()");
            browser.until("document.querySelector('.again [role=status]').textContent"
                    + ".startsWith('The service answered 200. It is recorded in ')");
            browser.until("document.querySelector('.turn.assistant').textContent.includes('Bien le bonjour.')");
            assertThat(text(".facts")).contains("1 changed");
        }
        assertNothingForeign();
    }

    @Test
    void hostileTextsStayTexts() {
        List<String> hostile = ReportPageTest.HOSTILE;
        open("#requests", 1600, false);
        browser.evaluate("window.hacked = () => { window.wasHacked = true; }");
        live();
        for (String text : hostile) {
            module.ask(run, "acme.MissIT#asks", text, text, text + " again");
        }
        module.ask(run, "acme.MissIT#<script>hacked()</script>", "/%3Cimg%20src=x%20onerror=hacked()%3E", "{}");
        browser.until("document.querySelectorAll('.row').length === " + (hostile.size() + 1));
        for (int i = 1; i <= hostile.size(); i++) {
            browser.evaluate("location.hash = '#requests&request=" + i + "'");
            browser.until("document.querySelector('.row[aria-selected=true]')"
                    + " && document.querySelector('.row[aria-selected=true]').getAttribute('aria-posinset') === '"
                    + (hostile.size() + 2 - i) + "'");
            browser.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })");
        }
        assertThat(browser.evaluate("window.wasHacked === true").asBoolean()).isFalse();
        assertThat(browser.evaluate("document.querySelectorAll('script').length")
                        .asInt())
                .isEqualTo(2);
        assertThat(browser.evaluate("document.querySelectorAll('iframe, [onerror], [onload], [onmouseover]').length")
                        .asInt())
                .isZero();
        assertNothingForeign();
    }

    @Test
    void nothingIsWiderThanANarrowScreen() {
        String word = "x".repeat(10_000);
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");
        module.ask(run, "acme.ChatIT#" + word, "gpt-4o", RULE, word);
        for (String place : PLACES) {
            open(place, 360, true);
            live();
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .as(place)
                    .isLessThanOrEqualTo(360);
            assertThat(browser.evaluate("Math.max(0, ...[...document.querySelectorAll('.detail, .wide')]"
                                    + ".map((e) => e.scrollWidth))")
                            .asInt())
                    .as(place)
                    .isLessThanOrEqualTo(360);
        }
    }

    @Test
    void axeFindsNoViolation() throws Exception {
        String script = ChromiumBrowser.axeOrSkip();
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good evening");
        for (int width : List.of(360, 1600)) {
            for (boolean dark : List.of(false, true)) {
                for (String place : PLACES) {
                    open(place, width, dark);
                    live();
                    JsonNode violations = browser.axeViolations(script);
                    assertThat(violations)
                            .as("%s at %d, dark: %s", place, width, dark)
                            .isEmpty();
                }
            }
        }
    }

    private void open(String fragment, int width, boolean dark) {
        browser.open(URI.create(run.url() + "/" + fragment), width, 900, dark);
    }

    private static void live() {
        browser.until("document.querySelector('[role=status].chip').textContent === 'live'");
    }

    /** Everything that the page loads comes from the server, below the run's token. */
    private void assertNothingForeign() {
        assertThat(browser.problems()).allMatch(problem -> problem.startsWith("request: " + run.url() + "/"));
    }

    private static String text(String selector) {
        return browser.evaluate(
                        "document.querySelector(" + Json.mapper().writeValueAsString(selector) + ").textContent")
                .asString("");
    }
}

package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The reports of whole runs: what is in the page's data, in the summary and in the log. */
final class ReportRunTest {

    private static final String RULE = "You translate for customers of ACME. Be brief.";
    private static final String NEW_RULE = "You translate for clients of ACME. Be brief.";

    @TempDir
    Path folder;

    private ReportedModule module;

    @BeforeEach
    void makeModule() {
        module = new ReportedModule(folder.resolve("shop"));
    }

    @Test
    void showsWhatWasServedToWhomAndWhatWasNot() throws Exception {
        module.chat("a.json", "acme.ChatIT#one", "gpt-4o", RULE, "Good morning", "Bonjour.");
        module.chat("b.json", "acme.ChatIT#two", "gpt-4o", RULE, "Good night", "Bonne nuit.");
        module.chat("c.json", "acme.ChatIT#two", "gpt-4o", RULE, "Good evening", "Bonsoir.");
        RecorderRun run = module.start("replay", null);
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");
        RunOutcome outcome = run.stop();

        assertThat(outcome.sentences()).last().isEqualTo("report: target/recorder/report/index.html");
        JsonNode first = module.data().at("/runs/0");
        assertThat(first.at("/counts/served").asInt()).isEqualTo(2);
        assertThat(first.at("/counts/recordings").asInt()).isEqualTo(3);
        assertThat(first.at("/counts/unused").asInt()).isEqualTo(2);
        assertThat(first.path("recordings")).hasSize(1);
        JsonNode served = first.at("/recordings/0");
        assertThat(served.path("title").asString()).isEqualTo("Good morning");
        assertThat(served.path("state").asString()).isEqualTo("served");
        assertThat(served.path("by")).hasSize(1);
        assertThat(served.at("/by/0/test").asString()).isEqualTo("acme.ChatIT#one");
        assertThat(served.at("/by/0/times").asInt()).isEqualTo(2);
        assertThat(served.path("input").asInt()).isEqualTo(21);
        JsonNode body = first.at("/bodies/a.json");
        assertThat(body.at("/messages/0/role").asString()).isEqualTo("system");
        assertThat(body.at("/messages/1/parts/0/text").asString()).isEqualTo("Good morning");
        assertThat(body.at("/responses/0/text").asString()).isEqualTo("Bonjour.");
        assertThat(first.path("unused").toString())
                .as("what unused recordings of one test have in common is there only once")
                .isEqualTo("[{\"test\":\"acme.ChatIT#two\",\"method\":\"POST\",\"endpoint\":\"/v1/chat/completions\","
                        + "\"paths\":[\"b.json\",\"c.json\"]}]");
        assertThat(first.at("/bodies/b.json").isMissingNode()).isTrue();
    }

    @Test
    void missesOfOneCauseAreOneEntryAndOneCommand() throws Exception {
        for (int i = 0; i < 40; i++) {
            module.chat("c" + i + ".json", "acme.ChatIT#says" + i, "gpt-4o", RULE, "Sentence " + i, "Phrase " + i);
        }
        RecorderRun run = module.start("replay", null);
        for (int i = 0; i < 40; i++) {
            module.ask(run, "acme.ChatIT#says" + i, "gpt-4o", NEW_RULE, "Sentence " + i);
        }
        module.ask(run, "acme.OtherIT#asks", "gpt-5", RULE, "Sentence 3");
        RunOutcome outcome = run.stop();

        assertThat(outcome.missGroups()).hasSize(2);
        String sentence = outcome.sentences().get(1);
        assertThat(sentence)
                .startsWith("40 requests of 40 tests match no recording because of one change: at /messages/*/content"
                        + " the recordings have \"customers\" and the requests \"clients\". Tests: acme.ChatIT#says0,")
                .contains(" and 35 more. To record exactly these: mvn verify -Drecorder.mode=record-if-missing"
                        + " -Dit.test=acme.ChatIT#says0+says1+")
                .doesNotContain("OtherIT");
        assertThat(outcome.sentences()).last().isEqualTo("report: target/recorder/report/index.html#misses");
        assertThat(outcome.missSentence())
                .hasValue(
                        "41 calls without a recording, the first: POST /v1/chat/completions of test acme.ChatIT#says0. See"
                                + " target/recorder/report/index.html#misses.");
        assertThat(outcome.warnings())
                .hasSize(11)
                .last()
                .isEqualTo("31 more tests missed recordings; the report names all");
        assertThat(outcome.warnings().get(0))
                .matches("First miss of acme.ChatIT#says0: no recording answers POST /v1/chat/completions"
                        + " \\(target/recorder/misses/1-[0-9a-f]{12}\\.txt\\)");
        assertThat(module.warnings()).hasSize(41);
        assertThat(module.warnings().get(1))
                .startsWith("No recording answers POST /v1/chat/completions of test acme.ChatIT#says1. The cause is the"
                        + " same as that of the request of test acme.ChatIT#says0 above.")
                .doesNotContain("\n");
        JsonNode first = module.data().at("/runs/0");
        assertThat(first.path("misses")).hasSize(41);
        assertThat(first.path("causes")).hasSize(2);
        assertThat(first.at("/causes/0/misses")).hasSize(40);
        assertThat(first.at("/causes/1/changes/0/place").asString()).isEqualTo("/model");
        JsonNode miss = first.at("/misses/0");
        assertThat(miss.at("/near/0/path").asString()).isEqualTo("c0.json");
        assertThat(miss.at("/near/0/messages/1/parts/0/text").asString()).isEqualTo("Sentence 0");
        assertThat(miss.path("hash").asString()).startsWith(miss.path("id").asString());
        String summary = Files.readString(folder.resolve("shop/target/recorder/summary.md"));
        assertThat(summary)
                .contains("| `acme:shop` | 0 | 41 | 0 | 0 | 0 | 0 | 40 |")
                .contains("### Misses by cause (2)")
                .contains("- 40 requests: `of one change: at /messages/*/content the recordings have \"customers\"");
    }

    @Test
    void aRequestWithoutTheTokenOfTheRunIsNoMissOfTheTests() throws Exception {
        module.chat("a.json", "acme.ChatIT#one", "gpt-4o", RULE, "Good morning", "Bonjour.");
        RecorderRun run = module.start("replay", null);
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");
        HttpRequest stray =
                HttpRequest.newBuilder(run.address().resolve("/favicon.ico")).build();
        HttpClient.newHttpClient().send(stray, HttpResponse.BodyHandlers.discarding());
        RunOutcome outcome = run.stop();

        assertThat(outcome.missedByStrangers()).isEqualTo(1);
        assertThat(outcome.missGroups()).isEmpty();
        assertThat(outcome.missSentence()).isEmpty();
        assertThat(module.data().at("/runs/0/misses")).isEmpty();
    }

    @Test
    void noFileHasTheKeyOfAPathOrOfATestsName() throws Exception {
        String key = "ghp_" + "Qw7x2ZkT9".repeat(4);
        for (String mode : List.of("record", "replay")) {
            try (ScriptedProvider service = ScriptedProvider.start(Reply.json(200, "{}"))) {
                RecorderRun run = module.start(mode, mode.equals("record") ? service.url() : null);
                module.ask(run, "acme.ChatIT#one[" + key + "]", "/openai/v1/things/" + key, "{\"a\":\"" + mode + "\"}");
                run.stop();
            }
        }
        try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            assertThat(files.toList())
                    .hasSizeGreaterThan(3)
                    .allSatisfy(file ->
                            assertThat(file).content(StandardCharsets.UTF_8).doesNotContain(key));
        }
        assertThat(module.warnings()).noneMatch(warning -> warning.contains(key));
    }

    @Test
    void recordingsThatAreTooOldAreInTheSummary() throws Exception {
        Path recordings = Files.createDirectories(module.project().recordings());
        Files.createFile(recordings.resolve("recorded-dates.txt"));
        module.recordTwice(RULE, "Good morning", "Bonjour.", "Bonjour.");
        List<RecordingAge> made = RecordingAges.of(recordings);
        assertThat(made)
                .singleElement()
                .satisfies(age -> assertThat(age.certainty()).isEqualTo(RecordingAge.Certainty.EXACT));
        ReportService.outdated(module.project(), MaximumAge.of("180d"), made);

        assertThat(Files.readString(folder.resolve("shop/target/recorder/summary.md")))
                .contains("### Recordings older than `180d` (1)\n\n- `"
                        + made.get(0).path() + "`, made " + made.get(0).day());
        assertThat(module.data().at("/runs/0/outdated/maxAge").asString("")).isEqualTo("180d");
    }

    @Test
    void aChangedRecordingHasItsResponsesBeforeAndAfter() throws Exception {
        module.recordTwice(RULE, "Good morning", "Bonjour, comment allez-vous ?", "Bonjour, comment vas-tu ?");
        JsonNode runs = module.data().path("runs");
        assertThat(runs).hasSize(2);
        assertThat(runs.at("/0/recordings/0/state").asString()).isEqualTo("new");
        JsonNode second = runs.path(1);
        assertThat(second.at("/recordings/0/state").asString()).isEqualTo("changed");
        assertThat(second.at("/changes/0/kind").asString()).isEqualTo("reworded");
        assertThat(second.at("/changes/0/before/0/text").asString()).isEqualTo("Bonjour, comment allez-vous ?");
        assertThat(second.at("/changes/0/now/0/text").asString()).isEqualTo("Bonjour, comment vas-tu ?");
        assertThat(Files.readString(folder.resolve("shop/target/recorder/summary.md")))
                .contains("### Reworded (1)")
                .contains("`text was \"Bonjour, comment allez-vous ?\", is \"Bonjour, comment vas-tu ?\"`");
    }

    @Test
    void largeBodiesLieBesideThePage() throws Exception {
        String large = "word ".repeat(60_000);
        for (int i = 0; i < 4; i++) {
            module.chat("l" + i + ".json", "acme.LargeIT#asks" + i, "gpt-4o", RULE, large + i, "read");
        }
        RecorderRun run = module.start("replay", null);
        for (int i = 0; i < 4; i++) {
            module.ask(run, "acme.LargeIT#asks" + i, "gpt-4o", RULE, large + i);
        }
        run.stop();

        JsonNode first = module.data().at("/runs/0");
        assertThat(first.path("bodies")).isEmpty();
        assertThat(first.path("files").size()).isGreaterThan(1);
        assertThat(module.files())
                .contains("index.html")
                .containsAll(first.path("files")
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .toList());
        assertThat(Files.size(module.page())).isLessThan(200_000);
        JsonNode row = first.at("/recordings/2");
        String file = first.path("files").path(row.path("file").asInt()).stringValue();
        assertThat(Files.readString(module.report().resolve(file)))
                .startsWith("recorderData({")
                .contains("\"l2.json\":");
    }

    @Test
    void theGoalAddsEveryRecordingAndThePageKeepsTheRun() throws Exception {
        module.chat("a.json", "acme.ChatIT#one", "gpt-4o", RULE, "Good morning", "Bonjour.");
        module.chat("b.json", "acme.ChatIT#two", "gpt-4o", RULE, "Good night", "Bonne nuit.");
        module.file("broken.json", "{");
        RecorderRun run = module.start("replay", null);
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good morning");
        run.stop();
        module.writeReportAgain();

        JsonNode first = module.data().at("/runs/0");
        assertThat(first.at("/counts/served").asInt()).isEqualTo(1);
        assertThat(first.path("recordings")
                        .valueStream()
                        .map(row -> row.path("path").asString() + " "
                                + row.path("state").asString())
                        .toList())
                .containsExactlyInAnyOrder("a.json served", "b.json unused", "broken.json ");
        assertThat(first.at("/bodies/b.json/responses/0/text").asString()).isEqualTo("Bonne nuit.");
        assertThat(first.at("/bodies/broken.json/problem").asString()).startsWith("broken.json");
    }

    @Test
    void theGoalNeedsNoRun() throws Exception {
        module.chat("a.json", "acme.ChatIT#one", "gpt-4o", RULE, "Good morning", "Bonjour.");
        module.writeReportAgain();

        JsonNode first = module.data().at("/runs/0");
        assertThat(first.path("mode").asString()).isEqualTo("no run");
        assertThat(first.at("/counts/unused").asInt()).isZero();
        assertThat(first.at("/bodies/a.json/responses/0/text").asString()).isEqualTo("Bonjour.");
    }

    @Test
    void missesAfterLongOnesNameTheFileWithTheirRequest() throws Exception {
        module.chat("a.json", "acme.ChatIT#one", "gpt-4o", RULE, "Good morning", "Bonjour.");
        RecorderRun run = module.start("replay", null);
        for (int i = 0; i < 20; i++) {
            module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good evening, " + i + " word".repeat(10_000));
        }
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good night");
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "night ".repeat(1000));
        run.stop();

        JsonNode misses = module.data().at("/runs/0/misses");
        assertThat(misses).hasSize(22);
        assertThat(misses.path(0).path("body").toString())
                .contains("word word", "\u2026 (50,015 characters in all; the first ");
        assertThat(misses.path(19).path("body").toString()).contains("Good evening, 19");
        assertThat(misses.path(19).has("report")).isFalse();
        assertThat(misses.at("/21/near/0/differences")).isEmpty();
        assertThat(misses.at("/21/near/0/summary").asString()).isEqualTo("its body differs in 1 place");
        JsonNode last = misses.path(20);
        assertThat(last.path("title").asString()).isEqualTo("Good night");
        assertThat(last.at("/near/0/differences/0/request").asString()).isEqualTo("Good night");
        assertThat(last.has("body")).isFalse();
        assertThat(last.has("messages")).isFalse();
        assertThat(last.at("/near/0").has("messages")).isFalse();
        assertThat(Files.readString(
                        folder.resolve("shop").resolve(last.path("report").asString())))
                .contains("\"content\": \"Good night\"");
    }

    /** Each word is replaced with a longer text, because it looks like a key. */
    @Test
    void longMissesLeaveSmallFiles() throws Exception {
        String key = "sk-proj-" + "Zx81kQv93nTw72LmRb45".repeat(2);
        module.chat("a.json", "acme.ChatIT#one", "gpt-4o", RULE, "word ".repeat(200_000), "read");
        RecorderRun run = module.start("replay", null);
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, (key + " ").repeat(20_000));
        for (int i = 1; i < 7; i++) {
            module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, (i + " is a number ").repeat(60_000));
        }
        run.stop();

        Path work = folder.resolve("shop/target/recorder");
        assertThat(files(work.resolve("misses")))
                .hasSize(7)
                .allSatisfy(file -> assertThat(file)
                        .content(StandardCharsets.UTF_8)
                        .contains("characters in all; the first ")
                        .doesNotContain("Zx81k"));
        assertThat(bytes(work.resolve("misses"))).isBetween(7 * 25_000L, 7 * 40_000L);
        assertThat(bytes(work)).isLessThan(2_000_000);
        assertThat(Files.readString(module.page())).doesNotContain("Zx81k");
    }

    @Test
    void laterLongMissesLeaveSmallerFiles() throws Exception {
        module.chat("a.json", "acme.ChatIT#one", "gpt-4o", RULE, "word ".repeat(40_000), "read");
        RecorderRun run = module.start("replay", null);
        for (int i = 0; i < 30; i++) {
            module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, (i + " is a number ").repeat(15_000));
        }
        run.stop();

        Path work = folder.resolve("shop/target/recorder");
        assertThat(files(work.resolve("misses"))).hasSize(30);
        assertThat(bytes(work.resolve("misses"))).isLessThan(20 * 40_000 + 10 * 12_000);
        assertThat(Files.size(module.page())).isLessThan(3_000_000);
    }

    @Test
    void thousandsOfMissesLeaveALineEach() throws Exception {
        module.chat("a.json", "acme.ChatIT#one", "gpt-4o", RULE, "Good morning", "Bonjour.");
        RecorderRun run = module.start("replay", null);
        for (int i = 0; i < 200; i++) {
            module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good evening, " + i);
        }
        Path work = folder.resolve("shop/target/recorder");
        long before = bytes(work);
        for (int i = 200; i < 10_000; i++) {
            module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "Good evening, " + i);
        }
        assertThat(bytes(work) - before).isBetween(9_800 * 100L, 9_800 * 200L);
        run.stop();

        assertThat(bytes(work)).isLessThan(4_000_000);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static long bytes(Path directory) throws IOException {
        long bytes = 0;
        for (Path file : files(directory)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    @Test
    void hidesSecrets() throws Exception {
        String key = "sk-proj-" + "Zx81kQv93nTw72LmRb45".repeat(2);
        module.chat("a.json", "acme.ChatIT#one", "gpt-4o", RULE, "My key is " + key, "I keep " + key);
        RecorderRun run = module.start("replay", null);
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "My key is " + key);
        module.ask(run, "acme.ChatIT#two", "gpt-4o", RULE, "Her key is " + key);
        run.stop();

        for (String file : module.files()) {
            assertThat(module.text(file)).as(file).doesNotContain(key);
        }
        assertThat(Files.readString(folder.resolve("shop/target/recorder/summary.md")))
                .doesNotContain(key);
        assertThat(module.data().at("/runs/0/bodies/a.json/responses/0/text").asString())
                .startsWith("I keep (hidden");
    }

    @Test
    void onlyTheRunsOfTheLastBuildAreShown() throws Exception {
        module.chat("a.json", "acme.ChatIT#one", "gpt-4o", RULE, "word ".repeat(200_000), "read");
        RecorderRun run = module.start("replay", null);
        module.ask(run, "acme.ChatIT#one", "gpt-4o", RULE, "word ".repeat(200_000));
        run.stop();
        List<String> before = List.copyOf(module.files());
        ReportedModule later = new ReportedModule(folder.resolve("shop"));
        later.start("replay", null).stop();

        assertThat(later.data().path("runs")).hasSize(1);
        assertThat(later.files())
                .doesNotContainAnyElementsOf(
                        before.stream().filter(file -> file.startsWith("data/")).toList());
    }
}

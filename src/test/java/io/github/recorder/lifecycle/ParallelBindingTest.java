package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerReader;
import io.github.recorder.ledger.TestStatus;
import io.github.recorder.recording.Json;
import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To which tests requests are bound while they run on eight threads of one JVM, with OpenTelemetry and without. */
final class ParallelBindingTest {

    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    private static final Pattern QUESTION = Pattern.compile("([^ \"]+) asks a ");

    @TempDir
    private Path folder;

    private static final ClientSettings MARKING =
            new ClientSettings(Map.of(), ClientSettings.Guard.BLOCK, List.of(), true);

    @ParameterizedTest
    @CsvSource({"junit, blocking", "junit, async", "testng, blocking"})
    void clientsThatSendBaggageAreBound(String framework, String how) throws Exception {
        List<Map<String, String>> sent = new ArrayList<>();

        Map<String, Integer> bound = record(framework, how, MARKING, sent);

        assertThat(bound).containsOnlyKeys("right");
        assertThat(bound.get("right")).isGreaterThanOrEqualTo(2 * ParallelTestClasses.TESTS);
        assertThat(sent).extracting(headers -> headers.get("baggage")).containsOnly(null, ParallelTestClasses.USER);
    }

    @ParameterizedTest
    @CsvSource({"junit", "testng"})
    void otherClientsAreNotBoundToAWrongTest(String framework) throws Exception {
        assertThat(record(framework, "plain", MARKING, new ArrayList<>())).doesNotContainKey("wrong");
    }

    @Test
    void marksThatTestsSendAnywhereReachNoServiceAndNoRecording() throws Exception {
        List<Map<String, String>> sent = new ArrayList<>();

        assertThat(record("junit", "everywhere", MARKING, sent)).containsOnlyKeys("right");
        assertThat(sent).extracting(headers -> headers.get("x-context")).containsOnly(null, ParallelTestClasses.USER);

        RecorderRun replay = module().start("replay", null);
        runTests(TestJvmSetup.write(folder.resolve("work"), replay, MARKING), "junit", "everywhere");
        RunOutcome outcome = replay.stop();
        assertThat(outcome.missed()).isZero();
        assertThat(outcome.served()).isEqualTo(sent.size());
    }

    @Test
    void aWorkerWithTheContextOfATestThatHasEndedBindsNothingToIt() throws Exception {
        assertThat(record("junit", "worker", MARKING, new ArrayList<>()))
                .doesNotContainKey("wrong")
                .containsKey("class");
    }

    @Test
    void withoutTheParameterContextsAreUntouched() throws Exception {
        List<Map<String, String>> sent = new ArrayList<>();

        assertThat(record("junit", "unmarked", ClientSettings.DEFAULT, sent)).doesNotContainKey("wrong");

        assertThat(sent).extracting(headers -> headers.get("baggage")).containsOnly(null, ParallelTestClasses.USER);
        assertThat(Files.readString(folder.resolve("classes.txt")))
                .contains("testjvm.TestJvmBootstrap")
                .doesNotContain("testjvm.BaggageContext");
    }

    @Test
    void testNgTestsHaveTheSameIdsInEachRun() throws Exception {
        List<Map<String, String>> sent = new ArrayList<>();

        assertThat(record("testng", "kinds", MARKING, sent)).containsOnlyKeys("right");
        RecorderRun replay = module().start("replay", null);
        runTests(TestJvmSetup.write(folder.resolve("work"), replay, MARKING), "testng", "kinds");
        RunOutcome outcome = replay.stop();

        assertThat(outcome.missed()).isZero();
        assertThat(outcome.served()).isEqualTo(sent.size());
        List<List<String>> ofRuns = passedTests();
        assertThat(ofRuns).hasSize(2);
        assertThat(ofRuns.get(0)).doesNotHaveDuplicates().isEqualTo(ofRuns.get(1));
        assertThat(ofRuns.get(0))
                .filteredOn(test -> test.contains("PoolOnTestNg"))
                .hasSize(ParallelTestClasses.ROWS)
                .contains("io.github.recorder.lifecycle.ParallelTestClasses$PoolOnTestNg#runs[1]");
    }

    @Test
    void configurationMethodsOfTestNgAreNotBoundToAnotherTest() throws Exception {
        List<Map<String, String>> sent = new ArrayList<>();

        assertThat(record("testng", "configured", ClientSettings.DEFAULT, sent)).doesNotContainKeys("wrong", "none");
        RecorderRun replay = module().start("replay", null);
        runTests(TestJvmSetup.write(folder.resolve("work"), replay, MARKING), "testng", "configured");
        RunOutcome outcome = replay.stop();

        assertThat(outcome.missed()).isZero();
        assertThat(outcome.served()).isEqualTo(sent.size());
    }

    /** Returns the tests of each run that passed, in alphabetical order. */
    private List<List<String>> passedTests() throws Exception {
        List<List<String>> tests = new ArrayList<>();
        try (Stream<Path> ledgers = Files.list(module().project().ledgers())) {
            for (Path ledger : ledgers.toList()) {
                tests.add(LedgerReader.read(ledger).events(LedgerEvent.TestFinished.class).stream()
                        .filter(event -> event.status() == TestStatus.PASSED
                                && event.test().contains("#"))
                        .map(LedgerEvent.TestFinished::test)
                        .sorted()
                        .toList());
            }
        }
        return tests;
    }

    private ReportedModule module() {
        return new ReportedModule(folder.resolve("module"));
    }

    /** Records all tests and returns how many recordings are of the right test, its class, none or a wrong one. */
    private Map<String, Integer> record(
            String framework, String how, ClientSettings settings, List<Map<String, String>> sent) throws Exception {
        ReportedModule module = module();
        try (ScriptedProvider service = ScriptedProvider.start(Reply.json(200, RecordingScenario.chat("Hello.")))) {
            RecorderRun run = module.start("record", service.url());
            try {
                runTests(TestJvmSetup.write(folder.resolve("work"), run, settings), framework, how);
            } finally {
                run.stop();
            }
            service.asked().forEach(request -> {
                assertThat(request.toString()).doesNotContain("recordermark", "recorder.test");
                sent.add(request.headers());
            });
        }
        Map<String, Integer> bound = new TreeMap<>();
        try (Stream<Path> files = Files.walk(module.project().recordings())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file);
                assertThat(content).doesNotContain("recordermark", "recorder.test");
                bound.merge(binding(content), 1, Integer::sum);
            }
        }
        return bound;
    }

    private static String binding(String recording) {
        Matcher question = QUESTION.matcher(recording);
        assertThat(question.find()).as(recording).isTrue();
        String asking = question.group(1);
        String test = Json.parse(recording.getBytes(StandardCharsets.UTF_8))
                .path("test_id")
                .asString("");
        if (test.isEmpty()) {
            return "none";
        }
        return test.equals(asking) ? "right" : asking.startsWith(test) ? "class" : "wrong";
    }

    private void runTests(TestJvmSetup setup, String framework, String how) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xlog:class+load:file=" + folder.resolve("classes.txt")));
        setup.properties().forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(
                "-cp",
                setup.listenerJar() + File.pathSeparator + CLASS_PATH,
                ParallelTestClasses.class.getName(),
                framework,
                how));
        Path output = folder.resolve("output.txt");
        Process tests = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(tests.waitFor()).as("%s", Files.readString(output)).isZero();
    }
}

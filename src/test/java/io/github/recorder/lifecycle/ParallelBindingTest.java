package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** To which tests requests are bound while they run on eight threads of one JVM, with OpenTelemetry and without. */
final class ParallelBindingTest {

    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"junit, blocking", "junit, async", "testng, blocking"})
    void clientsThatSendBaggageAreBound(String framework, String how) throws Exception {
        List<Map<String, String>> sent = new ArrayList<>();

        Map<String, Integer> bound = record(framework, how, sent);

        assertThat(bound).containsOnlyKeys("right");
        assertThat(bound.get("right")).isGreaterThanOrEqualTo(2 * ParallelTestClasses.TESTS);
        assertThat(sent).extracting(headers -> headers.get("baggage")).containsOnly(null, ParallelTestClasses.USER);
    }

    @ParameterizedTest
    @CsvSource({"junit", "testng"})
    void otherClientsAreNotBoundToAWrongTest(String framework) throws Exception {
        assertThat(record(framework, "plain", new ArrayList<>())).doesNotContainKey("wrong");
    }

    /** Records all tests and returns how many recordings are of the right test, its class, none or a wrong one. */
    private Map<String, Integer> record(String framework, String how, List<Map<String, String>> sent) throws Exception {
        ReportedModule module = new ReportedModule(folder.resolve("module"));
        try (ScriptedProvider service = ScriptedProvider.start(Reply.json(200, RecordingScenario.chat("Hello.")))) {
            RecorderRun run = module.start("record", service.url());
            try {
                runTests(TestJvmSetup.write(folder.resolve("work"), run, ClientSettings.DEFAULT), framework, how);
            } finally {
                run.stop();
            }
            service.asked().forEach(request -> sent.add(request.headers()));
        }
        Map<String, Integer> bound = new TreeMap<>();
        try (Stream<Path> files = Files.walk(module.project().recordings())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                assertThat(new String(content, StandardCharsets.UTF_8)).doesNotContain("recorder.test");
                bound.merge(binding(Json.parse(content)), 1, Integer::sum);
            }
        }
        return bound;
    }

    private static String binding(JsonNode recording) {
        String question = recording.at("/request/body/messages/0/content").asString("");
        String asking = question.substring(0, question.indexOf(' '));
        String test = recording.path("test_id").asString("");
        if (test.isEmpty()) {
            return "none";
        }
        return test.equals(asking) ? "right" : asking.startsWith(test) ? "class" : "wrong";
    }

    private void runTests(TestJvmSetup setup, String framework, String how) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
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

package io.github.recorder.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.lifecycle.RecorderRun;
import io.github.recorder.lifecycle.RecordingOptions;
import io.github.recorder.lifecycle.RequestParsingOptions;
import io.github.recorder.lifecycle.RunConfig;
import io.github.recorder.matching.Isolation;
import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The end of a foreground run: a signal ends the process, and what was recorded is written all the same. */
final class ForegroundRunTest {

    @TempDir
    private Path recordings;

    /** The process under test. Arguments: the recordings directory and the URL of the service. */
    public static void main(String[] arguments) throws Exception {
        RecordingOptions recording = new RecordingOptions(
                "record",
                new RequestParsingOptions(List.of(), arguments[1], null, List.of()),
                true,
                "missing",
                false,
                "none",
                10,
                60,
                Map.of(),
                Map.of());
        RunConfig config = new RunConfig(Path.of(arguments[0]), "recordings", 0, Isolation.PREFER, 8, null, recording);
        RecorderRun run = RecorderRun.start(config, warning -> {});
        new ForegroundRun(run, new SystemStreamLog()).endWithJvm();
        System.out.println(run.url());
        new CountDownLatch(1).await();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there a process cannot be asked to end")
    void writesASequenceThatIsRecordedAgainWhenASignalEndsTheProcess() throws Exception {
        List<String> summaries = new ArrayList<>();
        try (ScriptedProvider service = ScriptedProvider.start(state(1), state(2), state(3))) {
            summaries.addAll(recordThreeResponses(service.url()));
        }
        try (ScriptedProvider service = ScriptedProvider.start(state(4), state(5), state(6))) {
            summaries.addAll(recordThreeResponses(service.url()));
        }
        assertThat(recorded()).contains("s4", "s5", "s6").doesNotContain("s1", "s2", "s3");
        assertThat(summaries).anyMatch(line -> line.contains("3 live: 1 new"));
        assertThat(summaries).anyMatch(line -> line.contains("3 live: 0 new, 1 changed"));
    }

    private List<String> recordThreeResponses(URI service) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ForegroundRunTest.class.getName(),
                        recordings.toString(),
                        service.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            URI url = URI.create(out.readLine());
            for (int i = 0; i < 3; i++) {
                get(URI.create(url + "/openai/v1/jobs/1"));
            }
            process.toHandle().destroy(); // SIGTERM, without closing its output
            return out.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void get(URI url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url).build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    private static Reply state(int number) {
        return Reply.json(200, "{\"state\":\"s" + number + "\"}");
    }

    private String recorded() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(recordings)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }
}

package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ExampleRecording;
import io.github.recorder.ledger.ArtifactFile;
import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.DeclaredExecution;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.matching.Isolation;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.PythonJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index that one run leaves for the next, and what else a start writes about its configuration. */
final class KeptIndexTest {

    private static final ExampleRecording RECORDED = ExampleRecording.of(null, "Hello?", "Hi.");

    @TempDir
    private Path directory;

    private Path indexes;

    @BeforeEach
    void record() throws Exception {
        indexes = directory.resolve("repository/.cache/recorder-maven-plugin");
        Path file = RECORDED.writeTo(directory.resolve("recordings"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        awaitAge(file);
    }

    /** Waits until the file's times would show a change: nobody can set the time of the last change of anything. */
    private static void awaitAge(Path file) throws Exception {
        boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        FileTime changed = unix ? (FileTime) Files.getAttribute(file, "unix:ctime") : FileTime.fromMillis(0);
        while (changed.toInstant().isAfter(Instant.now().minusMillis(2_050))) {
            Thread.sleep(50);
        }
    }

    @Test
    void aRunWithOtherRulesMakesItsOwnKeys() throws Exception {
        String other = RECORDED.requestBody().replaceFirst("\\{", "{\"run_id\":\"7\",");
        MatchingConfig ignoring = new MatchingConfig(List.of("pointer:/run_id"), List.of(), List.of());
        assertThat(statuses(MatchingConfig.NONE, other)).containsExactly(200, 404);
        byte[] first = Files.readAllBytes(theIndex());
        assertThat(statuses(MatchingConfig.NONE, other)).containsExactly(200, 404);
        assertThat(Files.readAllBytes(theIndex())).isEqualTo(first);
        assertThat(statuses(ignoring, other)).containsExactly(200, 200);
        assertThat(Files.readAllBytes(theIndex())).isNotEqualTo(first);
        assertThat(statuses(MatchingConfig.NONE, other)).containsExactly(200, 404);
        assertThat(Files.readAllBytes(theIndex())).isEqualTo(first);
    }

    /** Returns the statuses of the recorded request and of another one. */
    private List<Integer> statuses(MatchingConfig matching, String other) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        try (RecorderRun run = RecorderRun.start(config(matching), warning -> {})) {
            for (String body : List.of(RECORDED.requestBody(), other)) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(run.url() + "/openai/v1/chat/completions"))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
                statuses.add(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode());
            }
        }
        return statuses;
    }

    private RunConfig config(MatchingConfig matching) {
        RequestParsingOptions reading =
                new RequestParsingOptions(List.of(), null, null, List.of(), List.of(), matching);
        RecordingOptions replay = RecordingOptions.REPLAY;
        RecordingOptions options = new RecordingOptions(
                replay.mode(),
                reading,
                replay.allowOnCi(),
                replay.recordErrors(),
                replay.recordTiming(),
                replay.pace(),
                replay.connectTimeoutSeconds(),
                replay.answerTimeoutSeconds(),
                Map.of(),
                Map.of());
        return RecordingScenario.config(
                directory.resolve("recordings"), null, options, null, false, indexes, List.of());
    }

    private Path theIndex() throws IOException {
        try (Stream<Path> files = Files.list(indexes)) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void theJsonOfRecordsIsThatOfTheMapper() {
        RequestParsingOptions reading = new RequestParsingOptions(
                List.of(new UpstreamConfig(
                        "jobs",
                        "https://jobs.acme.example",
                        null,
                        null,
                        "KEY",
                        null,
                        new MatchingConfig(
                                List.of("field:a"),
                                List.of(new MatchingConfig.Replacement("caf\u00e9 \"\\d+\"", null)),
                                List.of()),
                        List.of("/next"))),
                "openai",
                null,
                List.of("header:x"));
        DeclaredExecution execution =
                new DeclaredExecution("failsafe:integration-test@default", List.of("*IT"), List.of());
        ProjectModule module = new ProjectModule(
                "a:b", directory, directory.resolve("target"), directory.resolve("t"), directory, List.of(execution));
        RunHeader header = ExampleLedger.of("a:b", directory, Instant.EPOCH, Instant.now(), List.of())
                .header();
        LaunchPlan plan = new LaunchPlan(
                "1",
                "java",
                "Main",
                "a:b",
                new LaunchPlan.Settings(
                        directory,
                        "recordings",
                        Isolation.STRICT,
                        8,
                        null,
                        reading,
                        "0",
                        indexes,
                        List.of(new ArtifactFile("a:b:1", directory.resolve("b.zip"))),
                        List.of("*.acme.example"),
                        List.of(),
                        List.of(),
                        ClientSettings.DEFAULT,
                        header,
                        module,
                        new BuildLayout(directory, List.of(module), List.of())));
        assertThat(Json.parse(PythonJson.indented(RecordJson.of(plan))))
                .isEqualTo(Json.mapper().valueToTree(plan));
        assertThat(Json.mapper().treeToValue(RecordJson.of(plan), LaunchPlan.class))
                .isEqualTo(plan);
    }

    @Test
    void aModuleOfNoPomIsAModuleOfItsBuild() {
        ProjectModule module = new ProjectModule(
                "a:b",
                directory,
                directory.resolve("target"),
                directory.resolve("t"),
                directory.resolve("recordings"),
                List.of());
        BuildLayout build = new BuildLayout(directory, List.of(), List.of());
        assertThat(build.with(module).modules()).containsExactly(module);
        assertThat(build.with(module).with(module)).isEqualTo(build.with(module));
    }
}

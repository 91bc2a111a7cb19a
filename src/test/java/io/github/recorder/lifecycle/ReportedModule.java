package io.github.recorder.lifecycle;

import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.FilterReach;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.recording.Json;
import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A module on disk whose runs write their reports; requests are sent in the place of tests. */
final class ReportedModule {

    private final Path basedir;
    private final Path recordings;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> warnings = new ArrayList<>();
    private final Instant build = Instant.now();
    private int runs;

    ReportedModule(Path basedir) {
        this(basedir, basedir.resolve("src/test/recordings"));
    }

    ReportedModule(Path basedir, Path recordings) {
        try {
            Files.createDirectories(basedir);
            this.basedir = basedir.toRealPath();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        this.recordings = recordings;
    }

    ProjectModule project() {
        return new ProjectModule(
                "acme:" + basedir.getFileName(),
                basedir,
                basedir.resolve("target"),
                basedir.resolve("target/test-classes"),
                recordings,
                List.of());
    }

    Path report() {
        return basedir.resolve("target/recorder/report");
    }

    Path page() {
        return report().resolve("index.html");
    }

    List<String> warnings() {
        return warnings;
    }

    /** Writes the report again, as the goal does. */
    void writeReportAgain() throws Exception {
        ReportService.write(
                project(),
                List.of(),
                "src/test/recordings",
                Map.of(),
                Json.mapper().nullNode(),
                "0.1.0");
    }

    /** Returns the data of the page. */
    JsonNode data() throws IOException {
        String page = Files.readString(page());
        String start = "<script type=\"application/json\" id=\"data\">";
        int from = page.indexOf(start) + start.length();
        return Json.parse(page.substring(from, page.indexOf("</script>", from)).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the text of a file of the report. */
    String text(String file) throws IOException {
        try (InputStream in = Files.newInputStream(report().resolve(file));
                InputStream content = file.endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Writes a recording of a chat of OpenAI's. */
    ReportedModule chat(String path, @Nullable String test, String model, String system, String user, String said) {
        ObjectNode body = Json.mapper().createObjectNode().put("model", model);
        body.putArray("messages")
                .add(Json.mapper().createObjectNode().put("role", "system").put("content", system))
                .add(Json.mapper().createObjectNode().put("role", "user").put("content", user));
        ObjectNode answer = Json.mapper().createObjectNode().put("id", "rec-1").put("object", "chat.completion");
        ObjectNode choice =
                answer.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", said);
        answer.putObject("usage").put("prompt_tokens", 21).put("completion_tokens", 4);
        return recording(path, test, model, body, answer);
    }

    ReportedModule recording(String path, @Nullable String test, String model, JsonNode body, JsonNode answer) {
        ObjectNode recording = Json.mapper().createObjectNode().put("test_id", test);
        ObjectNode request = recording.putObject("request");
        request.put("method", "POST")
                .put("url", "https://api.openai.com/v1/v1/chat/completions")
                .putObject("headers");
        request.set("body", body);
        request.put("endpoint", "/v1/chat/completions").put("model", model);
        ObjectNode response = recording.putObject("response");
        response.putObject("body")
                .put("__type__", "openai.types.chat.chat_completion.ChatCompletion")
                .set("__data__", answer);
        response.put("is_streaming", false);
        return file(path, recording.toString());
    }

    ReportedModule file(String path, String text) {
        try {
            Path file = recordings.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    RecorderRun start(String mode, @Nullable URI service) throws InvalidConfigurationException {
        return RecorderRun.start(config(mode, service, false), ledger(mode), warnings::add);
    }

    /** Starts a run with a live page. */
    RecorderRun startWithPage(String mode, @Nullable URI service) throws InvalidConfigurationException {
        return RecorderRun.start(config(mode, service, true), ledger(mode), warnings::add);
    }

    /** Starts a run with a configuration of its own. */
    RecorderRun start(RunConfig config, String mode) throws InvalidConfigurationException {
        return RecorderRun.start(config, ledger(mode), warnings::add);
    }

    private LedgerSettings ledger(String mode) {
        Instant now = Instant.now();
        RunHeader header = new RunHeader(
                "run-" + ++runs + "-" + now.toEpochMilli(),
                "0.1.0",
                RunHeader.START,
                project().id(),
                basedir.toString(),
                recordings.toString(),
                "src/test/recordings",
                build,
                now,
                mode,
                "prefer",
                List.of(),
                FilterReach.NOTHING,
                null,
                List.of(ScriptedBuild.EXECUTION),
                List.of(new RunHeader.ReactorModule(project().id(), recordings.toString())),
                Json.mapper().createObjectNode(),
                List.of());
        return new LedgerSettings(header, project(), new BuildLayout(basedir, List.of(project()), List.of()));
    }

    /** Returns the plan that a Maven run of the module would write. */
    LaunchPlan plan(String classPath, ClientSettings clients) {
        return LaunchPlan.of(classPath, config("record-if-missing", null, false), clients, ledger("record-if-missing"));
    }

    private RunConfig config(String mode, @Nullable URI service, boolean page) {
        RecordingOptions options = RecordingScenario.options(mode, List.of(), service, Map.of());
        RunConfig.Folder misses = new RunConfig.Folder(
                basedir.resolve("target/recorder/misses"), "target/recorder/misses", Instant.EPOCH);
        return RecordingScenario.config(recordings, misses, options, null, page, null, List.of());
    }

    /** Records a question of {@code acme.ChatIT#one} in two runs, which get different replies. */
    void recordTwice(String system, String user, String firstReply, String secondReply) throws Exception {
        try (ScriptedProvider service = ScriptedProvider.start(
                Reply.json(200, RecordingScenario.chat(firstReply)),
                Reply.json(200, RecordingScenario.chat(secondReply)))) {
            for (int i = 0; i < 2; i++) {
                RecorderRun run = start("record", service.url());
                ask(run, "acme.ChatIT#one", "gpt-4o", system, user);
                run.stop();
            }
        }
    }

    HttpResponse<String> ask(RecorderRun run, String test, String model, String system, String user) {
        ObjectNode body = Json.mapper().createObjectNode().put("model", model);
        body.putArray("messages")
                .add(Json.mapper().createObjectNode().put("role", "system").put("content", system))
                .add(Json.mapper().createObjectNode().put("role", "user").put("content", user));
        return ask(run, test, "/openai/v1/chat/completions", body.toString());
    }

    HttpResponse<String> ask(RecorderRun run, String test, String path, String body) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(run.url() + path))
                            .header("X-Recorder-Test-Id", test)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Returns the files of the report, relative to it. */
    Set<String> files() throws IOException {
        try (var found = Files.walk(report())) {
            return new java.util.TreeSet<>(found.filter(Files::isRegularFile)
                    .map(file -> report().relativize(file).toString().replace('\\', '/'))
                    .toList());
        }
    }
}

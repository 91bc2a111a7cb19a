package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.ledger.ArtifactFile;
import io.github.recorder.matching.Isolation;
import io.github.recorder.recording.Json;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What tests of whole recording runs have in common: a recordings directory, a client, and runs that send what it asks
 * to one service.
 */
abstract class RecordingScenario {

    static final String CHAT = "/openai/v1/chat/completions";
    static final String ASK = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    static final String TEST = "com.acme.ChatIT#answers";

    @TempDir
    Path folder;

    final HttpClient client = HttpClient.newHttpClient();
    final Semaphore cut = new Semaphore(0);
    final List<String> warnings = new CopyOnWriteArrayList<>();

    /** Where recordings are, if not in the test's folder. */
    @Nullable
    Path recordings;

    /** Returns the base URL of the service to which all calls go. */
    abstract URI service();

    interface Part {
        void in(RecorderRun run) throws Exception;
    }

    final RunOutcome record(String mode, Part part) throws Exception {
        return runWith(request(mode, List.of(), Map.of()), part);
    }

    final RecordingOptions request(String mode, List<UpstreamConfig> upstreams, Map<String, String> environment) {
        return options(mode, upstreams, service(), environment);
    }

    /** Returns the configuration of a run that has more than the usual: lines, a page, kept indexes, artifacts. */
    static RunConfig config(
            Path recordings,
            RunConfig.@Nullable Folder misses,
            RecordingOptions options,
            @Nullable Consumer<String> lines,
            boolean page,
            @Nullable Path indexes,
            List<ArtifactFile> artifacts) {
        return new RunConfig(
                recordings,
                "src/test/recordings",
                0,
                Isolation.PREFER,
                8,
                misses,
                options,
                null,
                List.of(),
                List.of(),
                false,
                lines,
                null,
                page,
                indexes,
                artifacts);
    }

    /** Returns the options of a run that calls one service, or a replaying one. */
    static RecordingOptions options(
            String mode, List<UpstreamConfig> upstreams, @Nullable URI service, Map<String, String> environment) {
        return new RecordingOptions(
                mode,
                new RequestParsingOptions(upstreams, service == null ? null : service.toString(), null, List.of()),
                false,
                "missing",
                false,
                "none",
                300,
                300,
                environment,
                Map.of());
    }

    final RunOutcome runWith(RecordingOptions recording, Part part) throws Exception {
        RecorderRun run = RecorderRun.start(
                new RunConfig(recordings(), "src/test/recordings", 0, Isolation.PREFER, 8, null, recording),
                warnings::add);
        try {
            part.in(run);
        } finally {
            run.close();
        }
        return run.stop();
    }

    final HttpResponse<String> ask(RecorderRun run) throws Exception {
        return ask(run, CHAT, ASK, Map.of());
    }

    /** Asks, lets the service break off when its response has begun to come through, and sees it break off. */
    final void askUntilCut(RecorderRun run) throws Exception {
        HttpRequest request = message(run, CHAT, ASK, Map.of()).build();
        try (InputStream body =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
            assertThat(body.read()).isNotNegative();
            cut.release();
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    final List<String> askTimes(RecorderRun run, int times) throws Exception {
        List<String> contents = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            contents.add(content(ask(run)));
        }
        return contents;
    }

    final HttpResponse<String> ask(RecorderRun run, String path, String body, Map<String, String> headers)
            throws Exception {
        return ask(run.url(), path, body, headers);
    }

    final HttpResponse<String> ask(URI server, String path, String body, Map<String, String> headers) throws Exception {
        return client.send(
                message(server, path, body, headers).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    static HttpRequest.Builder message(RecorderRun run, String path, String body, Map<String, String> headers) {
        return message(run.url(), path, body, headers);
    }

    static HttpRequest.Builder message(URI server, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder message = HttpRequest.newBuilder(URI.create(server + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("X-Recorder-Test-Id", TEST)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(message::setHeader);
        return message;
    }

    final Path recordings() {
        return recordings == null ? folder.resolve("recordings") : recordings;
    }

    final List<String> files() throws IOException {
        Path recordings = recordings();
        if (!Files.isDirectory(recordings)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(recordings)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> recordings.relativize(file).toString())
                    .toList();
        }
    }

    final String recordedText() throws IOException {
        assertThat(files()).hasSize(1);
        return Files.readString(recordings().resolve(files().get(0)));
    }

    final JsonNode recorded() throws IOException {
        return Json.parse(recordedText().getBytes(StandardCharsets.UTF_8));
    }

    static String content(HttpResponse<String> response) {
        return Json.parse(response.body().getBytes(StandardCharsets.UTF_8))
                .at("/choices/0/message/content")
                .asString("");
    }

    static String chat(String content) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":7,\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\",\"content\":\"" + content + "\"},\"finish_reason\":\"stop\"}]}";
    }

    static String chunk(String content) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"delta\":{\"content\":\"" + content + "\"},\"finish_reason\":null}]}";
    }
}

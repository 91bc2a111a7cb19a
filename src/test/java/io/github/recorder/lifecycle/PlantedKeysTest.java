package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A random key in any part of a request reaches no log, no file but a recording, no page and no response. */
final class PlantedKeysTest {

    private static final String KEY = "q7Zk2mX9vB4nT8wR1yU5";
    private static final String TEST = "acme.ThingIT#asks";
    private static final String MULTIPART = "multipart/form-data; boundary=b";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private ReportedModule module;

    @BeforeEach
    void record() throws Exception {
        module = new ReportedModule(folder);
        try (ScriptedProvider service = ScriptedProvider.start(Reply.json(200, "{}"))) {
            RecorderRun run = start("record", service.url());
            send(run, "POST", "/crm/things/one?page=1", "application/json", "{\"a\":{\"b\":1},\"c\":\"d\"}", Map.of());
            send(run, "POST", "/crm/form", "application/x-www-form-urlencoded", "a=1&b=2", Map.of());
            send(run, "POST", "/crm/parts", MULTIPART, parts("a", "f.txt", "text"), Map.of());
            run.stop();
        }
        assertThat(module.warnings()).isEmpty();
        shown.clear();
        lines.clear();
    }

    @Test
    void isHiddenOnAMiss() throws Exception {
        RecorderRun run = start("replay", null);
        String json = "application/json";
        String things = "/crm/things/one?page=1";
        String body = "{\"a\":{\"b\":1},\"c\":\"d\"}";
        send(run, KEY, things, json, body, Map.of());
        send(run, "POST", "/crm/things/" + KEY + "?page=1", json, body, Map.of());
        send(run, "POST", "/crm/" + KEY + "/" + KEY + "x?page=1", json, body, Map.of());
        send(run, "POST", things + "&" + KEY + "=1", json, body, Map.of());
        send(run, "POST", things + "&x=" + KEY, json, body, Map.of());
        send(run, "POST", things, json, "{\"" + KEY + "\":1}", Map.of());
        send(run, "POST", things, json, "{\"a\":{\"" + KEY + "\":{\"" + KEY + "\":1}},\"c\":\"d\"}", Map.of());
        send(run, "POST", things, json, "{\"a\":{\"b\":1},\"c\":\"" + KEY + "\"}", Map.of());
        send(run, "POST", things, json, "{\"a\":{\"b\":1},\"c\":\"on 2026-11-26 of " + KEY + "\"}", Map.of());
        send(run, "POST", things, json, body, Map.of("X-Tenant", KEY));
        send(run, "POST", things, json, "{\"a\":2}", Map.of("Cookie", KEY + "=" + KEY));
        send(run, "POST", "/crm/form", "application/x-www-form-urlencoded", KEY + "=1&b=2", Map.of());
        send(run, "POST", "/crm/form", "application/x-www-form-urlencoded", "a=" + KEY + "&b=2", Map.of());
        send(run, "POST", "/crm/parts", MULTIPART, parts(KEY, "f.txt", "text"), Map.of());
        send(run, "POST", "/crm/parts", MULTIPART, parts("a", KEY, "text"), Map.of());
        send(run, "POST", "/crm/parts", MULTIPART, parts("a", "f.txt", KEY), Map.of());
        send(run, "POST", "/crm/parts", "text/" + KEY, KEY, Map.of());
        send(run, "POST", "/" + KEY + "/" + KEY, json, body, Map.of());
        send(run, "POST", "/" + KEY, json, body, Map.of());
        end(run);

        assertThat(lines).hasSize(19);
        assertNothingShows();
    }

    @Test
    void isHiddenInTheArgumentsOfATest() throws Exception {
        RecorderRun run = start("replay", null);
        send(run, "POST", "/crm/things/one", "text/plain", "x", Map.of("X-Recorder-Test-Id", TEST + "[" + KEY + "]"));
        send(run, "POST", "/crm/things/two", "text/plain", "x", Map.of("X-Recorder-Test-Id", KEY));

        shown.addAll(lines);
        shown.addAll(module.warnings());
        assertThat(shown).noneMatch(text -> text.contains(KEY)).anyMatch(text -> text.contains(TEST));
        run.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"record", "record-if-missing", "live"})
    void isHiddenWhenTheServiceCannotBeReached(String mode) throws Exception {
        URI nowhere = URI.create("http://127.0.0.1:1");
        RecorderRun run = start(mode, nowhere);
        send(run, "POST", "/crm/things/" + KEY, "text/plain", "x", Map.of());
        send(run, KEY, "/crm/things/one", "text/plain", "x", Map.of());
        URI withoutToken = URI.create("http://" + run.url().getAuthority());
        HttpRequest refused = HttpRequest.newBuilder(URI.create(withoutToken + "/crm/" + KEY))
                .method(KEY, HttpRequest.BodyPublishers.ofString("x"))
                .build();
        shown.add(client.send(refused, HttpResponse.BodyHandlers.ofString()).body());
        end(run);

        assertNothingShows();
    }

    private RecorderRun start(String mode, @Nullable URI service) throws Exception {
        MatchingConfig matching = new MatchingConfig(List.of(), List.of(), List.of("X-Tenant"));
        RequestParsingOptions reading = new RequestParsingOptions(
                List.of(new UpstreamConfig(
                        "crm",
                        service == null ? "http://crm.example" : service.toString(),
                        null,
                        "http://crm.example",
                        null,
                        null,
                        null)),
                null,
                null,
                List.of(),
                List.of(),
                matching);
        RecordingOptions options =
                new RecordingOptions(mode, reading, false, "missing", false, "none", 300, 300, Map.of(), Map.of());
        RunConfig.Folder misses =
                new RunConfig.Folder(folder.resolve("target/recorder/misses"), "target/recorder/misses", Instant.EPOCH);
        return module.start(
                RecordingScenario.config(
                        folder.resolve("src/test/recordings"), misses, options, lines::add, false, null, List.of()),
                mode);
    }

    private void send(
            RecorderRun run, String method, String path, String type, String body, Map<String, String> headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(run.url() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", type)
                .header("X-Recorder-Test-Id", TEST)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::setHeader);
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        shown.add(response.statusCode() + " " + response.headers().map() + " " + response.body());
    }

    private static String parts(String name, String file, String text) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + file + "\"\r\n\r\n" + text
                + "\r\n--b--\r\n";
    }

    private void end(RecorderRun run) throws Exception {
        RunOutcome outcome = run.stop();
        shown.addAll(outcome.sentences());
        shown.addAll(outcome.warnings());
        shown.addAll(lines);
        shown.addAll(module.warnings());
        try (var files = Files.walk(folder.resolve("target"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                shown.add(file + "\n" + text(file));
            }
        }
    }

    private static String text(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try (InputStream in = file.toString().endsWith(".gz")
                ? new GZIPInputStream(new ByteArrayInputStream(bytes))
                : new ByteArrayInputStream(bytes)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void assertNothingShows() {
        List<String> showing = shown.stream()
                .filter(text -> text.contains(KEY))
                .map(PlantedKeysTest::around)
                .toList();
        assertThat(showing).isEmpty();
    }

    private static String around(String text) {
        int at = text.indexOf(KEY);
        return text.lines().findFirst().orElse("") + " … "
                + text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 60));
    }
}

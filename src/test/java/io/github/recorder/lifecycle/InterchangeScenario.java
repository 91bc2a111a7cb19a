package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.recorder.interchange.ImportResult;
import io.github.recorder.matching.Isolation;
import io.github.recorder.recording.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What tests of import and export have in common: directories, runs that replay, and a real WireMock. */
abstract class InterchangeScenario {

    static final String SHOP = "https://shop.example";

    /** What the servers add themselves. */
    private static final Set<String> OWN_HEADERS = Set.of(
            "connection",
            "content-length",
            "date",
            "matched-stub-id",
            "matched-stub-name",
            "server",
            "transfer-encoding",
            "vary",
            "x-recorder-recording");

    @TempDir
    Path folder;

    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A request that is sent to two servers. */
    record Sent(String method, String path, String body, Map<String, String> headers) {

        static Sent get(String path) {
            return new Sent("GET", path, "", Map.of());
        }

        static Sent post(String path, String body) {
            return new Sent("POST", path, body, Map.of());
        }
    }

    /** What a client sees of a response. */
    record Seen(int status, Map<String, List<String>> headers, String body) {}

    interface Part {
        void at(URI server) throws Exception;
    }

    final Path source() {
        return folder.resolve("source");
    }

    final Path recordings() {
        return folder.resolve("recordings");
    }

    final void write(String file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    final void write(String file, byte[] content) throws IOException {
        Path path = source().resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, content);
    }

    static RequestParsingOptions parsing() {
        return new RequestParsingOptions(
                List.of(new UpstreamConfig("shop", SHOP, null, null, null, null)), null, null, List.of());
    }

    final InterchangeConfig config(Map<String, String> environment) {
        return new InterchangeConfig(recordings(), "src/test/recordings", parsing(), environment, Map.of());
    }

    final ImportResult importAll(@Nullable String upstream) throws InvalidConfigurationException {
        return InterchangeService.read(config(Map.of()), source(), upstream, null, false);
    }

    /** Replays the recordings to a part of a test. */
    final RunOutcome replay(Part part) throws Exception {
        RecordingOptions options = new RecordingOptions(
                "replay", parsing(), false, "missing", false, "none", 300, 300, Map.of(), Map.of());
        RecorderRun run = RecorderRun.start(
                new RunConfig(recordings(), "src/test/recordings", 0, Isolation.PREFER, 8, null, options),
                warning -> {});
        try {
            part.at(run.url());
        } finally {
            run.close();
        }
        return run.stop();
    }

    /** Starts WireMock with the mappings of a directory. */
    static WireMockServer wireMock(Path root) {
        WireMockServer server = new WireMockServer(WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .usingFilesUnderDirectory(root.toString()));
        server.start();
        return server;
    }

    final Seen send(String base, Sent request) throws Exception {
        HttpRequest.Builder message = HttpRequest.newBuilder(URI.create(base + request.path()))
                .method(
                        request.method(),
                        request.body().isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(request.body()));
        request.headers().forEach(message::header);
        // Latin 1 shows each byte.
        HttpResponse<String> response =
                client.send(message.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
        // A recorder makes the links of a service lead back to itself.
        String here = URI.create(base).getRawPath();
        Map<String, List<String>> headers = response.headers().map().entrySet().stream()
                .filter(header -> !OWN_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        header -> header.getValue().stream()
                                .map(value -> value.startsWith(here) ? value.substring(here.length()) : value)
                                .toList()));
        return new Seen(
                response.statusCode(),
                headers,
                json(headers.getOrDefault("content-type", List.of("")).get(0), response.body()));
    }

    /** Returns a body of JSON without the white space between its values, which recordings do not keep. */
    private static String json(String contentType, String body) {
        return contentType.contains("json")
                ? Json.parse(body.getBytes(StandardCharsets.ISO_8859_1)).toString()
                : body;
    }

    final List<String> files() throws IOException {
        if (!Files.isDirectory(recordings())) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(recordings())) {
            return all.filter(Files::isRegularFile)
                    .map(file -> recordings().relativize(file).toString())
                    .toList();
        }
    }

    final JsonNode recording() throws IOException {
        assertThat(files()).hasSize(1);
        return Json.parse(Files.readAllBytes(recordings().resolve(files().get(0))));
    }
}

package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.recorder.interchange.ExportResult;
import io.github.recorder.recording.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Recordings that are exported, served by a real WireMock, and imported again. */
final class ExportTest extends InterchangeScenario {

    private static final String MAPPINGS = """
            {"mappings": [
              {"request": {"method": "GET", "url": "/pets?kind=cat"},
               "response": {"jsonBody": {"name": "Tom"},
                            "headers": {"Content-Type": "application/json", "X-Page": ["1", "2"]}}},
              {"request": {"method": "POST", "url": "/pets", "bodyPatterns": [{"equalToJson": {"name": "Rex"}}]},
               "response": {"status": 201, "headers": {"X-Id": "7"}}},
              {"request": {"method": "PUT", "url": "/pets/7", "bodyPatterns": [{"equalTo": "name=Rex & co"}]},
               "response": {"status": 404, "body": "gone: grün"}},
              {"request": {"method": "GET", "url": "/image"},
               "response": {"base64Body": "iVBORw0KGgoA/w==", "headers": {"Content-Type": "image/png"}}},
              {"request": {"method": "GET", "url": "/events"},
               "response": {"body": "data: 1\\n\\ndata: 2\\n\\n", "headers": {"Content-Type": "text/event-stream"}}},
              {"request": {"method": "GET", "url": "/page", "headers": {"Accept": {"equalTo": "text/xml"}}},
               "response": {"body": "<a/>"}},
              {"request": {"method": "GET", "url": "/page", "headers": {"Accept": {"equalTo": "text/plain"}}},
               "response": {"body": "a"}},
              {"scenarioName": "s", "requiredScenarioState": "Started", "newScenarioState": "2",
               "request": {"method": "GET", "url": "/poll"}, "response": {"body": "first"}},
              {"scenarioName": "s", "requiredScenarioState": "2",
               "request": {"method": "GET", "url": "/poll"}, "response": {"body": "second"}}
            ]}
            """;

    private static final List<Sent> REQUESTS = List.of(
            Sent.get("/pets?kind=cat"),
            Sent.post("/pets", "{ \"name\": \"Rex\" }"),
            new Sent("PUT", "/pets/7", "name=Rex & co", Map.of()),
            Sent.get("/image"),
            Sent.get("/events"),
            new Sent("GET", "/page", "", Map.of("Accept", "text/plain")),
            new Sent("GET", "/page", "", Map.of("Accept", "text/xml")),
            Sent.get("/poll"),
            Sent.get("/poll"),
            Sent.get("/poll"));

    private Path target() {
        return folder.resolve("export");
    }

    private ExportResult export() throws Exception {
        return InterchangeService.write(config(Map.of()), target(), false, false);
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (String file : files()) {
            contents.put(file, Files.readString(recordings().resolve(file)));
        }
        return contents;
    }

    @Test
    void wireMockGivesTheSameResponses() throws Exception {
        write("mappings.json", MAPPINGS);
        importAll(SHOP);
        List<Seen> expected = new ArrayList<>();
        replay(server -> {
            for (Sent request : REQUESTS) {
                expected.add(send(server + "/shop", request));
            }
        });

        ExportResult result = export();

        assertThat(result).isEqualTo(new ExportResult(7, 9, List.of()));
        List<Seen> seen = new ArrayList<>();
        WireMockServer wireMock = wireMock(target().resolve("wiremock"));
        try {
            for (Sent request : REQUESTS) {
                seen.add(send(wireMock.baseUrl(), request));
            }
        } finally {
            wireMock.stop();
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void aHarComesBackAsTheSameRecordings() throws Exception {
        write("mappings.json", MAPPINGS);
        importAll(SHOP);
        Map<String, String> before = contents();
        export();
        try (Stream<Path> all = Files.walk(target())) {
            assertThat(all.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }

        for (String file : files()) {
            Files.delete(recordings().resolve(file));
        }
        InterchangeService.read(config(Map.of()), target().resolve("recordings.har"), null, null, false);
        assertThat(contents()).isEqualTo(before);

        for (String file : files()) {
            Files.delete(recordings().resolve(file));
        }
        InterchangeService.read(config(Map.of()), target().resolve("wiremock"), SHOP, null, false);
        assertThat(contents()).isEqualTo(before);
    }

    /** Of each shape and dialect there is one in the integration tests. */
    @Test
    void allRecordingsOfTheIntegrationTestsAreExported() throws Exception {
        int number = 0;
        Files.createDirectories(recordings());
        try (Stream<Path> all = Files.walk(Path.of("src/it"))) {
            for (Path file : all.filter(file -> file.toString().matches(".*/src/test/recordings/.*\\.json"))
                    .sorted()
                    .toList()) {
                Files.copy(file, recordings().resolve(number++ + "-" + file.getFileName()));
            }
        }
        assertThat(number).isGreaterThan(20);

        ExportResult result = export();

        List<String> left = result.remarks().stream()
                .filter(line -> line.contains("is not exported"))
                .toList();
        assertThat(result.recordings() + left.size()).isEqualTo(number);
        assertThat(left)
                .allMatch(line -> line.contains("it holds")
                        || line.contains("it is no recording")
                        || line.contains("of no HTTP request"));
        JsonNode log = Json.parse(Files.readAllBytes(target().resolve("recordings.har")))
                .path("log");
        assertThat(log.path("entries").size()).isEqualTo(result.responses());
        WireMockServer wireMock = wireMock(target().resolve("wiremock"));
        try {
            assertThat(wireMock.getStubMappings()).hasSize(result.responses());
        } finally {
            wireMock.stop();
        }
    }

    @Test
    void ofTestsWithOneRequestWireMockServesTheFirst() throws Exception {
        write("mappings.json", MAPPINGS);
        importAll(SHOP);
        ObjectNode other = null;
        for (String file : files()) {
            ObjectNode recording =
                    (ObjectNode) Json.parse(Files.readAllBytes(recordings().resolve(file)));
            if (recording.at("/request/url").stringValue().endsWith("/image")) {
                other = recording;
            }
        }
        other.put("test_id", "com.acme.PetIT#shows");
        ((ObjectNode) other.path("response")).put("status", 500);
        Files.createDirectories(recordings().resolve("0"));
        Files.write(recordings().resolve("0/other.json"), Json.compact(other));

        ExportResult result = export();

        assertThat(result.remarks())
                .singleElement()
                .asString()
                .startsWith("0/other.json is exported, but WireMock serves ")
                .endsWith(" instead, because it knows no tests and no services.");
        WireMockServer wireMock = wireMock(target().resolve("wiremock"));
        try {
            assertThat(send(wireMock.baseUrl(), Sent.get("/image")).status()).isEqualTo(200);
        } finally {
            wireMock.stop();
        }
    }

    @Test
    void aSecretIsLeftOut() throws Exception {
        write("mappings.json", MAPPINGS);
        importAll(SHOP);
        String file = files().get(0);
        ObjectNode recording =
                (ObjectNode) Json.parse(Files.readAllBytes(recordings().resolve(file)));
        String key = "sk-proj-" + "Ab1".repeat(16);
        ((ObjectNode) recording.path("response")).put("body", "the key is " + key);
        Files.write(recordings().resolve(file), Json.compact(recording));

        ExportResult result = export();

        assertThat(result.remarks())
                .singleElement()
                .asString()
                .startsWith(file + " is not exported: at /response/body it holds ")
                .doesNotContain(key);
        try (Stream<Path> all = Files.walk(target())) {
            assertThat(all.filter(Files::isRegularFile))
                    .allSatisfy(one ->
                            assertThat(Files.readAllBytes(one)).asString().doesNotContain(key));
        }
    }

    @Test
    void anEarlierExportIsReplacedOnlyIfThatIsMeant() throws Exception {
        write("mappings.json", MAPPINGS);
        importAll(SHOP);
        InterchangeService.write(config(Map.of()), target(), false, true);
        assertThat(target()).doesNotExist();
        export();
        Path har = target().resolve("recordings.har");
        Files.writeString(har, "mine");

        assertThatThrownBy(this::export)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("-Drecorder.overwrite");
        assertThat(har).hasContent("mine");

        InterchangeService.write(config(Map.of()), target(), true, false);
        assertThat(Json.parse(Files.readAllBytes(har)).at("/log/version").stringValue())
                .isEqualTo("1.2");
    }
}

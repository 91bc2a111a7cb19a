package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.recorder.interchange.ImportResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mappings of WireMock, served by a real WireMock and, after the import, by a recorder. */
final class WireMockImportTest extends InterchangeScenario {

    private static final String PETS = """
            {"mappings": [
              {"request": {"method": "GET", "url": "/pets?kind=cat"},
               "response": {"status": 200, "jsonBody": {"name": "Tom", "legs": 4, "tags": []},
                            "headers": {"Content-Type": "application/json", "X-Page": ["1", "2"]}}},
              {"request": {"method": "GET", "urlPath": "/pets", "queryParameters": {"name": {"equalTo": "Kitty Cat & co"}}},
               "response": {"body": "grüß dich", "headers": {"Content-Type": "text/plain; charset=utf-8"}}},
              {"request": {"method": "POST", "url": "/pets",
                           "bodyPatterns": [{"equalToJson": {"name": "Rex", "age": 3}}]},
               "response": {"status": 201, "headers": {"Location": "/pets/7"}}},
              {"request": {"method": "PUT", "url": "/pets/7", "bodyPatterns": [{"equalTo": "plain text"}]},
               "response": {"status": 404, "body": "{\\"error\\": \\"gone\\"}",
                            "headers": {"Content-Type": "application/problem+json"}}},
              {"request": {"method": "DELETE", "url": "/pets/7"}, "response": {"status": 204}},
              {"request": {"method": "GET", "url": "/down"}, "response": {"status": 503, "body": "later"}},
              {"request": {"method": "GET", "url": "/image"},
               "response": {"base64Body": "iVBORw0KGgoA/w==", "headers": {"Content-Type": "image/png"}}},
              {"request": {"method": "GET", "url": "/file"},
               "response": {"bodyFileName": "deep/page.html", "headers": {"Content-Type": "text/html"}}}
            ]}
            """;

    private void importsAndAnswersAsWireMock(List<Sent> requests) throws Exception {
        List<Seen> expected = new ArrayList<>();
        WireMockServer wireMock = wireMock(source());
        try {
            for (Sent request : requests) {
                expected.add(send(wireMock.baseUrl(), request));
            }
        } finally {
            wireMock.stop();
        }
        ImportResult result = importAll(SHOP);
        assertThat(result.refused()).isEmpty();
        List<Seen> seen = new ArrayList<>();
        RunOutcome outcome = replay(server -> {
            for (Sent request : requests) {
                seen.add(send(server + "/shop", request));
            }
        });
        assertThat(seen).isEqualTo(expected);
        assertThat(outcome.missed()).isZero();
    }

    @Test
    void exactMappingsGiveTheSameResponses() throws Exception {
        write("mappings/pets.json", PETS);
        write("__files/deep/page.html", "<html>\r\n<body>Ä</body></html>");

        importsAndAnswersAsWireMock(List.of(
                Sent.get("/pets?kind=cat"),
                Sent.get("/pets?name=Kitty%20Cat%20%26%20co"),
                Sent.post("/pets", "{\"age\": 3, \"name\": \"Rex\"}"),
                new Sent("PUT", "/pets/7", "plain text", Map.of()),
                new Sent("DELETE", "/pets/7", "", Map.of()),
                Sent.get("/down"),
                Sent.get("/image"),
                Sent.get("/file")));
        assertThat(files()).hasSize(8);
    }

    @Test
    void aScenarioBecomesASequence() throws Exception {
        write("mappings/2-second.json", job("Started", "running", "{\"state\":\"queued\"}"));
        write("mappings/1-first.json", job("running", "done", "{\"state\":\"running\"}"));
        write("mappings/3-third.json", job("done", null, "{\"state\":\"done\"}"));

        Sent poll = Sent.get("/jobs/1");
        importsAndAnswersAsWireMock(List.of(poll, poll, poll, poll));
        assertThat(files()).hasSize(1);
    }

    private static String job(String state, String next, String body) {
        return """
                {"scenarioName": "job", "requiredScenarioState": "%s", %s
                 "request": {"method": "GET", "url": "/jobs/1"},
                 "response": {"body": "%s", "headers": {"Content-Type": "application/json"}}}
                """.formatted(
                state, next == null ? "" : "\"newScenarioState\": \"" + next + "\",", body.replace("\"", "\\\""));
    }

    @Test
    void theMappingThatWireMockServesIsImported() throws Exception {
        write("mappings/a.json", page("\"priority\": 1,", "first", "{}"));
        write("mappings/b.json", page("", "second", "{}"));
        write("mappings/c.json", page("", "third", "{\"X-Tenant\": {\"equalTo\": \"a\"}}"));

        ImportResult result = importAll(SHOP);

        assertThat(result.imported()).singleElement().asString().startsWith("mappings/a.json -> ");
        assertThat(result.refused())
                .containsExactly(
                        "mappings/c.json is not imported: its request is the same as that of mappings/a.json, whose"
                                + " response is served. Other headers count only if <matching> names them, and"
                                + " -Drecorder.test gives a test recordings of its own.",
                        "mappings/b.json is not imported: its request is the same as that of mappings/a.json, whose"
                                + " response is served. Other headers count only if <matching> names them, and"
                                + " -Drecorder.test gives a test recordings of its own.");
    }

    @Test
    void headersOfContentNegotiationChooseAmongResponses() throws Exception {
        write("mappings/json.json", page("", "{}", "{\"Accept\": {\"equalTo\": \"application/json\"}}"));
        write("mappings/xml.json", page("", "<a/>", "{\"Accept\": {\"equalTo\": \"text/xml\"}}"));

        importsAndAnswersAsWireMock(List.of(
                new Sent("GET", "/page", "", Map.of("Accept", "text/xml")),
                new Sent("GET", "/page", "", Map.of("Accept", "application/json")),
                new Sent("GET", "/page", "", Map.of("Accept", "text/xml"))));
        assertThat(files()).hasSize(1);
    }

    private static String page(String more, String body, String headers) {
        return """
                {%s "request": {"method": "GET", "url": "/page", "headers": %s}, "response": {"body": "%s"}}
                """.formatted(more, headers, body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"method\":\"GET\",\"urlPattern\":\"/a.*\"} | {} | its urlPattern is a regular expression",
                "{\"method\":\"GET\",\"urlPathTemplate\":\"/a/{b}\"} | {} | its urlPathTemplate matches many paths",
                "{\"method\":\"GET\"} | {} | it matches every URL",
                "{\"url\":\"/a\"} | {} | it matches every method",
                "{\"method\":\"GET\",\"url\":\"/a\",\"headers\":{\"A\":{\"matches\":\"b.*\"}}} | {}"
                        + " | its header A has the condition matches",
                "{\"method\":\"POST\",\"url\":\"/a\",\"bodyPatterns\":[{\"matchesJsonPath\":\"$.a\"}]} | {}"
                        + " | its body has the condition matchesJsonPath",
                "{\"method\":\"POST\",\"url\":\"/a\",\"bodyPatterns\":[{\"equalTo\":\"a\"},{\"equalTo\":\"b\"}]} | {}"
                        + " | it has several bodyPatterns",
                "{\"method\":\"POST\",\"url\":\"/a\",\"bodyPatterns\":[{\"equalToJson\":\"{\\\"a\\\":\\\"${json-unit.any-string}\\\"}\"}]}"
                        + " | {} | its equalToJson has a placeholder of json-unit",
                "{\"method\":\"GET\",\"url\":\"/a\"} | {\"fault\":\"EMPTY_RESPONSE\"}"
                        + " | its response is the fault EMPTY_RESPONSE",
                "{\"method\":\"GET\",\"url\":\"/a\"} | {\"proxyBaseUrl\":\"http://b\"}"
                        + " | its response comes from another server",
                "{\"method\":\"GET\",\"url\":\"/a\"} | {\"body\":\"{{x}}\",\"transformers\":[\"response-template\"]}"
                        + " | its response is a template",
                "{\"method\":\"GET\",\"url\":\"/a\"} | {\"bodyFileName\":\"absent.txt\"}"
                        + " | its body file absent.txt does not exist",
                "{\"method\":\"GET\",\"url\":\"/a\"} | {\"bodyFileName\":\"../mappings/one.json\"}"
                        + " | its body file ../mappings/one.json is outside __files",
                "{\"method\":\"GET\",\"url\":\"/a\"} | {\"bodyFileName\":\"link.txt\"}"
                        + " | its body file link.txt is outside __files",
                "{\"method\":\"GET\",\"url\":\"/a\"} | {\"base64Body\":\"***\"} | its base64Body is not valid base64",
                "{\"method\":\"GET\",\"url\":\"/a\"} | {\"status\":1000} | its status 1000 is not that of a whole response",
            })
    void anEntryThatIsNoRecordingSaysWhy(String request, String response, String reason) throws Exception {
        write("mappings/one.json", "{\"request\":" + request + ",\"response\":" + response + "}");
        write("mappings/good.json", page("", "good", "{}"));
        Files.createDirectories(source().resolve("__files"));
        Path secret = Files.writeString(folder.resolve("outside.txt"), "outside");
        Files.createSymbolicLink(source().resolve("__files/link.txt"), secret);

        ImportResult result = importAll(SHOP);

        assertThat(result.refused()).containsExactly("mappings/one.json is not imported: " + reason + ".");
        assertThat(result.imported()).hasSize(1);
        assertThat(files()).hasSize(1);
    }

    @Test
    void aScenarioThatIsNoLineSaysWhy() throws Exception {
        write("mappings/a.json", job("Started", "on", "1"));
        write("mappings/b.json", job("on", "Started", "2"));
        assertThat(importAll(SHOP).refused())
                .hasSize(2)
                .allMatch(line -> line.contains("returns to the state Started"));

        write("mappings/b.json", job("Started", "off", "2"));
        assertThat(importAll(SHOP).refused()).allMatch(line -> line.contains("to several others"));

        write("mappings/b.json", job("lost", null, "2"));
        assertThat(importAll(SHOP).refused()).singleElement().asString().contains("never has the state lost");
    }

    @Test
    void existingFilesStayAsTheyAre() throws Exception {
        write("mappings/a.json", page("", "old", "{}"));
        importAll(SHOP);
        byte[] before = Files.readAllBytes(recordings().resolve(files().get(0)));
        write("mappings/a.json", page("", "new", "{}"));

        ImportResult result = importAll(SHOP);

        assertThat(result.recordings()).isZero();
        assertThat(result.refused())
                .singleElement()
                .asString()
                .endsWith(files().get(0) + " exists, and is not overwritten.");
        assertThat(Files.readAllBytes(recordings().resolve(files().get(0)))).isEqualTo(before);
    }

    @Test
    void aDryRunWritesNothing() throws Exception {
        write("mappings/a.json", page("", "old", "{}"));

        ImportResult result = InterchangeService.read(config(Map.of()), source(), SHOP, null, true);

        assertThat(result.recordings()).isEqualTo(1);
        assertThat(recordings()).doesNotExist();
    }

    @Test
    void aSecretIsNotWritten() throws Exception {
        write("mappings/a.json", page("", "it is hunter2-hunter2-9f8a7b", "{}"));
        write("mappings/b.json", """
                {"request": {"method": "GET", "url": "/me?api_key=sk_live_51HabcdefGHIJKLmnop",
                  "headers": {"Authorization": {"equalTo": "Bearer 9f8a7b6c5d4e3f2a1b0c9d8e"}}},
                 "response": {"body": "you are 9f8a7b6c5d4e3f2a1b0c9d8e"}}
                """);

        ImportResult result = InterchangeService.read(
                config(Map.of("SHOP_PASSWORD", "hunter2-hunter2-9f8a7b")), source(), SHOP, null, false);

        assertThat(result.imported()).isEmpty();
        assertThat(result.refused())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("it would hold", "allowedSecrets")
                        .doesNotContain("hunter2-hunter2", "9f8a7b6c5d", "sk_live_51H"));
        assertThat(files()).isEmpty();
    }

    @Test
    void damagedFilesCostOnlyThemselves() throws Exception {
        write("mappings/good.json", page("", "good", "{}"));
        write("mappings/bad-utf8.json", new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
        write("mappings/cut.json", "{\"request\": {");
        write("mappings/deep.json", "[".repeat(100_000));
        write("mappings/other.json", "{\"name\": \"no mapping\"}");
        write("mappings/line\u2028break.json", "{}");
        write("__files/data.json", "{\"request\": {}, \"response\": {}}");

        ImportResult result = importAll(SHOP);

        assertThat(result.imported()).singleElement().asString().startsWith("mappings/good.json -> ");
        assertThat(result.refused()).hasSize(5).noneMatch(line -> line.contains("\n") || line.contains("\u2028"));
        assertThat(result.refused())
                .anyMatch(line -> line.startsWith("mappings/deep.json is not imported: it is not valid JSON: "))
                .contains("mappings/other.json is not imported: it is in none of the known formats.");
    }

    @Test
    void theServiceMustBeKnown() throws Exception {
        write("mappings/a.json", page("", "a", "{}"));

        assertThatThrownBy(() -> importAll(null))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("<upstream> (-Drecorder.upstream) is not set");
        assertThatThrownBy(() -> importAll("stop"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("is stop, which is no service with a URL");
        assertThat(importAll("shop").imported()).hasSize(1);
        assertThat(recording().at("/request/url").stringValue()).isEqualTo(SHOP + "/page");
        assertThat(recording().path("test_id").isNull()).isTrue();
    }
}

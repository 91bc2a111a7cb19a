package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.interchange.ImportResult;
import io.github.recorder.recording.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HAR files and cassettes, in the shapes in which their tools write them, replayed after the import. */
final class ImportFormatsTest extends InterchangeScenario {

    private List<Seen> replayed(Sent... requests) throws Exception {
        List<Seen> seen = new ArrayList<>();
        RunOutcome outcome = replay(server -> {
            for (Sent request : requests) {
                seen.add(send(server + "/shop", request));
            }
        });
        assertThat(outcome.missed()).isZero();
        return seen;
    }

    private static Seen text(int status, String type, String body) {
        return new Seen(
                status,
                type.isEmpty() ? Map.of() : Map.of("content-type", List.of(type)),
                new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String har(String... entries) {
        return "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"mitmproxy\",\"version\":\"11.0\"},\"entries\":["
                + String.join(",", entries) + "]}}";
    }

    private static String entry(String request, String response) {
        return "{\"startedDateTime\":\"2026-11-01T10:00:00Z\",\"time\":3,\"request\":" + request + ",\"response\":"
                + response + ",\"cache\":{},\"timings\":{\"send\":1,\"wait\":1,\"receive\":1}}";
    }

    private static String get(String path) {
        return """
                {"method":"GET","url":"%s","httpVersion":"HTTP/2.0","cookies":[],"queryString":[],"bodySize":0,
                 "headers":[{"name":":authority","value":"shop.example"},{"name":"accept-encoding","value":"gzip, br"}]}
                """.formatted(path.contains(":") ? path : SHOP + path);
    }

    private static String content(String content, String headers) {
        return """
                {"status":200,"statusText":"","httpVersion":"HTTP/2.0","cookies":[],"redirectURL":"","bodySize":7,
                 "headers":[{"name":"content-length","value":"7"},{"name":"date","value":"now"}%s],"content":%s}
                """.formatted(headers, content);
    }

    @Test
    void aHarOfABrowserOrAProxy() throws Exception {
        String html =
                ",{\"name\":\"content-type\",\"value\":\"text/html\"},{\"name\":\"content-encoding\",\"value\":\"%s\"}";
        write(
                "session.har",
                "\uFEFF"
                        + har(
                                entry(
                                        get("/a?q=1#top"),
                                        content("{\"size\":2,\"text\":\"grün\"}", html.formatted("br"))),
                                entry(
                                        get("https://user:pass@shop.example/b"),
                                        content(
                                                "{\"size\":2,\"text\":\"" + base64(gzip("packed"))
                                                        + "\",\"encoding\":\"base64\"}",
                                                html.formatted("gzip"))),
                                entry(
                                        "{\"method\":\"POST\",\"url\":\"" + SHOP
                                                + "/form\",\"headers\":[],\"postData\":{"
                                                + "\"mimeType\":\"application/x-www-form-urlencoded\","
                                                + "\"params\":[{\"name\":\"a b\",\"value\":\"c&d\"}]}}",
                                        content("{\"size\":0}", "")),
                                entry(get("/poll"), content("{\"size\":1,\"text\":\"1\"}", "")),
                                entry(get("/poll"), content("{\"size\":1,\"text\":\"2\"}", "")),
                                entry(get("/no-body"), content("{\"size\":9,\"mimeType\":\"text/plain\"}", "")),
                                entry(get("/blocked"), "{\"status\":0,\"headers\":[],\"content\":{}}"),
                                entry(get("data:text/plain,x"), content("{\"text\":\"x\"}", "")),
                                "7"));

        ImportResult result = importAll(null);

        assertThat(result.refused())
                .containsExactlyInAnyOrder(
                        "session.har#6 is not imported: its response body is missing; save the HAR with content.",
                        "session.har#7 is not imported: it has no response.",
                        "session.har#8 is not imported: its URL is not one of HTTP.",
                        "session.har#9 is not imported: it has no method.");
        assertThat(replayed(
                        Sent.get("/a?q=1"),
                        Sent.get("/b"),
                        new Sent("POST", "/form", "a+b=c%26d", Map.of()),
                        Sent.get("/poll"),
                        Sent.get("/poll"),
                        Sent.get("/poll")))
                .containsExactly(
                        text(200, "text/html", "grün"),
                        text(200, "text/html", "packed"),
                        text(200, "", ""),
                        text(200, "", "1"),
                        text(200, "", "2"),
                        text(200, "", "2"));
    }

    @Test
    void aStreamOfAModelProvider() throws Exception {
        String request = "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        String stream =
                "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\","
                        + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hello\"},\"finish_reason\":null}]}\n\n"
                        + "data: [DONE]\n\n";
        write(
                "chat.har",
                har(entry(
                        Json.mapper()
                                .createObjectNode()
                                .put("method", "POST")
                                .put("url", "https://api.openai.com/v1/chat/completions")
                                .set(
                                        "postData",
                                        Json.mapper().createObjectNode().put("text", request))
                                .toString(),
                        content(
                                Json.mapper()
                                        .createObjectNode()
                                        .put("text", stream)
                                        .toString(),
                                ",{\"name\":\"content-type\",\"value\":\"text/event-stream\"}"))));

        assertThat(importAll(null).refused()).isEmpty();
        assertThat(recording().at("/request/endpoint").stringValue()).isEqualTo("/v1/chat/completions");
        assertThat(recording()
                        .at("/response/body/0/__data__/choices/0/delta/content")
                        .stringValue())
                .isEqualTo("hello");
        RunOutcome outcome =
                replay(server -> assertThat(send(server + "/openai", Sent.post("/v1/chat/completions", request))
                                .body())
                        .contains("hello", "data: [DONE]"));
        assertThat(outcome.missed()).isZero();
    }

    @Test
    void vcrpy() throws Exception {
        write("cassettes/test_shop.yaml", """
                interactions:
                - request:
                    body: '{"name": "Tom"}'
                    headers:
                      Content-Type:
                      - application/json
                      Authorization:
                      - Bearer not-kept-anywhere-8f7a6b5c
                    method: POST
                    uri: https://shop.example/pets
                  response:
                    body:
                      string: "gr\\xFC\\xDF dich"
                    headers:
                      Content-Type:
                      - text/plain; charset=utf-8
                    status:
                      code: 201
                      message: Created
                - request:
                    body: null
                    headers: &shared
                      Accept: ['*/*']
                    method: GET
                    uri: https://shop.example/packed
                  response:
                    body:
                      string: !!binary |
                        %s
                    headers:
                      Content-Encoding: [gzip]
                      Content-Type: [text/plain]
                    status: {code: 200, message: OK}
                - request:
                    body: null
                    headers: *shared
                    method: GET
                    uri: https://shop.example/unpacked
                  response:
                    body: {string: plain}
                    headers:
                      Content-Encoding: [gzip]
                    status: {code: 200, message: OK}
                version: 1
                """.formatted(base64(gzip("packed"))));

        assertThat(importAll(null).refused()).isEmpty();
        for (String file : files()) {
            assertThat(recordings().resolve(file)).content().doesNotContain("8f7a6b5c");
        }
        assertThat(replayed(
                        new Sent("POST", "/pets", "{\"name\": \"Tom\"}", Map.of()),
                        Sent.get("/packed"),
                        Sent.get("/unpacked")))
                .containsExactly(
                        text(201, "text/plain; charset=utf-8", "grüß dich"),
                        text(200, "text/plain", "packed"),
                        text(200, "", "plain"));
    }

    @Test
    void vcrForRuby() throws Exception {
        write("pets.yml", """
                ---
                http_interactions:
                - request:
                    method: get
                    uri: https://shop.example/pets
                    body:
                      encoding: US-ASCII
                      string: ''
                    headers:
                      Accept:
                      - "*/*"
                  response:
                    status:
                      code: 200
                      message: OK
                    headers:
                      Content-Type:
                      - text/plain; charset=iso-8859-1
                    body:
                      encoding: ISO-8859-1
                      string: grün
                    http_version:
                  recorded_at: Tue, 01 Nov 2011 04:58:44 GMT
                - request:
                    method: post
                    uri: https://shop.example/pets
                    body: {encoding: UTF-8, string: "name=<%= name %>"}
                    headers: {}
                  response:
                    status: {code: 200, message: OK}
                    headers: {}
                    body: {encoding: ASCII-8BIT, string: !binary "AAEC/w=="}
                - request:
                    method: put
                    uri: https://shop.example/pets
                    body: {encoding: ASCII-8BIT, base64_string: "eA=="}
                    headers: {}
                  response:
                    status: {code: 200, message: OK}
                    headers: {}
                    body: {encoding: ASCII-8BIT, string: !binary "AAEC/w=="}
                recorded_with: VCR 6.2.0
                """);

        assertThat(importAll(null).refused())
                .containsExactly("pets.yml#2 is not imported: its request body is an ERB template.");
        assertThat(replayed(Sent.get("/pets"), new Sent("PUT", "/pets", "x", Map.of())))
                .containsExactly(
                        new Seen(200, Map.of("content-type", List.of("text/plain; charset=iso-8859-1")), "grün"),
                        new Seen(200, Map.of(), "\u0000\u0001\u0002\u00ff"));
    }

    @Test
    void okReplay() throws Exception {
        write("tape.yaml", """
                !tape
                name: pets
                interactions:
                - recorded: 2026-11-01T10:00:00.000Z
                  request:
                    method: GET
                    uri: https://shop.example/pets
                    headers: {Accept-Language: en}
                  response:
                    status: 404
                    headers: {Content-Type: text/plain}
                    body: nobody
                """);

        assertThat(importAll(null).refused()).isEmpty();
        assertThat(replayed(Sent.get("/pets"))).containsExactly(text(404, "text/plain", "nobody"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"Duration\":1,\"RecordedAt\":\"2026-11-01T10:00:00Z\",\"Request\":{\"Body\":\"{\\\"a\\\":1}\","
                        + "\"BodyContentType\":\"Json\",\"Method\":\"POST\",\"RequestHeaders\":{\"Accept\":\"x\"},"
                        + "\"Uri\":\"https://shop.example/pets\"},\"Response\":{\"Body\":\"made\",\"HttpVersion\":\"1.1\","
                        + "\"ResponseHeaders\":{\"X-A\":\"b\"},\"ContentHeaders\":{\"Content-Type\":\"text/plain\"},"
                        + "\"Status\":{\"Code\":201,\"Message\":\"Created\"}}}]",
                "[{\"duration\":1,\"recordedAt\":1667296800,\"request\":{\"body\":\"{\\\"a\\\":1}\",\"method\":\"POST\","
                        + "\"headers\":{\"Accept\":[\"x\"]},\"uri\":\"https://shop.example/pets\"},\"response\":"
                        + "{\"body\":\"made\",\"httpVersion\":null,\"headers\":{\"X-A\":[\"b\"],\"Content-Type\":"
                        + "[\"text/plain\"],\"null\":[\"HTTP/1.1 201 Created\"]},\"status\":{\"code\":201,"
                        + "\"message\":\"Created\"}}}]",
            })
    void easyVcr(String cassette) throws Exception {
        write("easy.json", cassette);

        assertThat(importAll(null).refused()).isEmpty();
        Seen seen = replayed(Sent.post("/pets", "{\"a\":1}")).get(0);
        assertThat(seen.status()).isEqualTo(201);
        assertThat(seen.body()).isEqualTo("made");
        assertThat(seen.headers())
                .containsEntry("x-a", List.of("b"))
                .containsEntry("content-type", List.of("text/plain"));
    }

    @Test
    void hostileYamlCostsOnlyItself() throws Exception {
        write("good.yaml", cassette("good").replace("interactions:", "interactions:\n- 7"));
        write("method.yaml", cassette("method").replace("GET", "G T"));
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            laughs.append("a%d: &a%d [".formatted(i, i))
                    .append("*a%d, ".formatted(i - 1).repeat(10))
                    .append("]\n");
        }
        write("aliases.yaml", laughs.toString());
        write("deep.yaml", "[".repeat(3).replace("[", "- ") + "{a: ".repeat(100_000));
        write("recursive.yaml", "a: &a [*a]\n");
        write("utf8.yaml", new byte[] {'a', ':', ' ', (byte) 0xc3, '\n'});
        write("object.yaml", cassette("!!javax.script.ScriptEngineManager [!!java.net.URL [\"http://localhost/\"]]"));
        write("python.yaml", cassette("!!python/object/apply:os.system [\"true\"]"));
        write("cut.yaml", "interactions:\n- request: {method: \"GET");
        write("empty.yaml", "");
        write("status.yaml", cassette("x").replace("200", "99999999999"));

        ImportResult result = importAll(null);

        assertThat(result.imported()).singleElement().asString().startsWith("good.yaml#2 -> ");
        assertThat(result.refused())
                .hasSize(11)
                .contains(
                        "good.yaml#1 is not imported: it has no method.",
                        "method.yaml#1 is not imported: its method is not one of HTTP.",
                        "aliases.yaml is not imported: it has more than 2000000 values.",
                        "deep.yaml is not imported: it is nested deeper than 100 levels.",
                        "recursive.yaml is not imported: it is not valid YAML: an alias stands for nothing before it.",
                        "utf8.yaml is not imported: it is not valid UTF-8.",
                        "object.yaml#1 is not imported: its response body is not text.",
                        "python.yaml#1 is not imported: its response body is not text.",
                        "status.yaml#1 is not imported: it has no response.");
    }

    private static String cassette(String body) {
        return """
                interactions:
                - request: {method: GET, uri: "https://shop.example/%s", headers: {}, body: null}
                  response: {status: {code: 200, message: OK}, headers: {}, body: %s}
                version: 1
                """.formatted(Integer.toHexString(body.hashCode()), body);
    }

    @Test
    void cassettesThatDifferAboutOneRequestAreNotMixed() throws Exception {
        write("a.yaml", cassette("same"));
        write("b.yaml", cassette("same").replace("body: same", "body: other"));

        ImportResult result = importAll(null);

        assertThat(result.imported()).singleElement().asString().startsWith("a.yaml#1 -> ");
        assertThat(result.refused()).singleElement().asString().startsWith("b.yaml#1 is not imported: its request is");
    }

    @Test
    void testsHaveRecordingsOfTheirOwn() throws Exception {
        String request = cassette("x").replace("body: x", "body: %s");
        for (String test : List.of("adopts", "feeds")) {
            write(test + ".yaml", request.formatted(test));
            ImportResult result = InterchangeService.read(
                    config(Map.of()), source().resolve(test + ".yaml"), null, "com.acme.PetIT#" + test, false);
            assertThat(result.refused()).isEmpty();
        }

        assertThat(files()).hasSize(2).allMatch(file -> file.startsWith("com.acme.PetIT"));
        String path = "/" + Integer.toHexString("x".hashCode());
        assertThat(replayed(
                        new Sent("GET", path, "", Map.of("X-Recorder-Test-Id", "com.acme.PetIT#adopts")),
                        new Sent("GET", path, "", Map.of("X-Recorder-Test-Id", "com.acme.PetIT#feeds"))))
                .containsExactly(text(200, "", "adopts"), text(200, "", "feeds"));
    }
}

package io.github.recorder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a service sent comes back from the file: recorded, written, read, replayed. */
class WholeResponseTest {

    private static final String CHUNK = "data: {\"id\":\"rec-1\",\"created\":0,\"choices\":[]}\n\n";

    private final Dialects dialects = new Dialects();
    private final UpstreamTable upstreams = UpstreamTable.builtIn()
            .with(List.of(new Upstream("shop", "https://shop.example"), new Upstream("openai", "https://llm.example")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    # media type                    | body, in which ~ is a line end
                    application/json                | {"a":1E400}
                    application/json                | {"a":0.10000000000000000001}
                    application/json                | {"a":1,"a":2}
                    application/json                | {"__data__":{"a":1},"b":2}
                    application/json                | {"__type__":"x","__data__":[1]}
                    application/json                | {"a":
                    application/json                | ""
                    application/json                | "\uFEFF{}"
                    text/plain                      | a~
                    application/x-ndjson            | {"a":1.0}~{"b":2}~
                    application/x-ndjson            | {"a":1}~{"b":2}
                    application/x-ndjson            | {"a":1}~~{"b":2}~
                    application/json-seq            | "\u001E{"a":1}~"
                    text/event-stream               | retry: 3~~: hi~~id: 7~event: up~data: a~data: b~~
                    text/event-stream               | data: a~~data: b~
                    text/event-stream               | data: a~~~~data: b~~
                    text/event-stream               | data: a\r~\r~
                    text/event-stream               | "\uFEFFdata: a~~"
                    text/event-stream               | ""
                    """)
    void anyBodyOfAnyServiceComesBackByteForByte(String mediaType, String text) {
        byte[] body = bytes(text);

        WireResponse replayed = replayed("/shop/items", live(200, mediaType, body, Ending.COMPLETE));

        assertThat(replayed.bytes()).isEqualTo(body);
        assertThat(replayed.header("Content-Type")).contains(mediaType);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ \"a\" : 1.50 }\n", "[\"\\u00e9\\/\"]", " \n{}"})
    void jsonIsKeptOnceHoweverItIsSpelled(String body) {
        Recording recording = recording("/shop/items", live(200, "application/json", bytes(body), Ending.COMPLETE));

        assertThat(recording.response().document().has("raw")).isFalse();
        assertThat(Json.parse(dialects.respond(recording).bytes())).isEqualTo(Json.parse(bytes(body)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ": OPENROUTER PROCESSING~~" + CHUNK + "data: [DONE]~~",
                "data:~~" + CHUNK + "data: [DONE]~~",
                CHUNK + "data: [DONE]~~" + CHUNK,
                CHUNK,
                CHUNK + "data: [DONE]~",
                "\uFEFF" + CHUNK + "data: [DONE]~~",
                "id: 1~" + CHUNK + "data: [DONE]~~",
                CHUNK + "data: {\"error\":{\"message\":\"no\"}}~~",
                "data: {\"x\":1E400}~~data: [DONE]~~"
            })
    void noPieceOfAStreamOfAnLlmIsLost(String text) {
        byte[] body = bytes(text);
        Recording recording = recording("/v1/chat/completions", live(200, "text/event-stream", body, Ending.COMPLETE));

        assertThat(dialects.respond(recording).bytes()).isEqualTo(body);
        assertThat(recording.response().body().isArray()).isTrue();
    }

    /** A test may get any of these to one request. They are a sequence in one file, so the request alone names it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    # status | media type               | body, in which ~ is a line end
                    200      | application/json         | {"created":0}
                    200      | application/json         | [{"a":1}]
                    200      | application/json         | {"a":
                    200      | application/json         | ""
                    202      | application/json         | {"status":"queued"}
                    202      | text/plain               | ""
                    204      | text/plain               | ""
                    302      | text/html                | <a>moved</a>
                    200      | text/plain               | an answer
                    200      | text/plain               | {"a":1}
                    200      | audio/mpeg               | "\u0001\u0002"
                    400      | application/json         | {"error":{"message":"no"}}
                    400      | application/json         | {"error":{"message":"no"},"request_id":"r"}
                    400      | application/problem+json | {"detail":"no"}
                    400      | application/json         | ["no"]
                    429      | text/html                | <h1>429 Too Many Requests</h1>
                    429      | text/plain               | ""
                    503      | text/event-stream        | data: {"error":"busy"}~~
                    503      | application/json         | {"error":
                    200      | text/event-stream        | data: {"a":1}~~data: no JSON~~data: [DONE]~~
                    200      | text/event-stream        | data: [1]~~data: "a"~~
                    201      | text/event-stream        | data: {"a":1}~~
                    200      | application/x-ndjson     | {"a":1}~no JSON~
                    """)
    void everyResponseToARequestOfAnLlmIsInTheSameFile(int status, String mediaType, String text) {
        for (String path : List.of("/v1/chat/completions", "/v1/embeddings", "/api/chat", "/v1/models")) {
            for (Ending ending : Ending.values()) {
                LiveResponse live = live(status, mediaType, bytes(text), ending);
                Recording recording = recording(path, live);
                WireResponse replayed = dialects.respond(recording);

                assertThat(recording.request()).isInstanceOf(RecordedRequest.Inference.class);
                assertThat(RecordingFactory.fileName(recording)).isEqualTo(usualName(path));
                assertThat(replayed.status()).isEqualTo(status);
                assertThat(replayed.ending()).isEqualTo(ending);
                assertThat(replayed.header("Content-Type")).contains(mediaType);
                assertThat(RawBody.isSame(replayed.bytes(), bytes(text)))
                        .as(new String(replayed.bytes(), StandardCharsets.UTF_8))
                        .isTrue();
                assertThat(LiveResponse.isFailure(recording.response())).isEqualTo(live.failed());
            }
        }
    }

    private String usualName(String path) {
        return RecordingFactory.fileName(recording(path, live(200, "application/json", bytes("{}"), Ending.COMPLETE)));
    }

    @Test
    void anErrorIsTheExceptionThatPythonsSdkThrows() {
        assertThat(exception(429, "text/html", "<h1>slow down</h1>").toString())
                .isEqualTo("{\"category\":\"provider_sdk\",\"provider\":\"openai\",\"type\":\"RateLimitError\","
                        + "\"message\":\"Error code: 429\",\"status_code\":429,\"body\":\"<h1>slow down</h1>\"}");
        assertThat(exception(400, "application/json", "{\"detail\":\"no\"}").path("message"))
                .hasToString("\"Error code: 400 - {'detail': 'no'}\"");
        assertThat(exception(400, "application/json", "{\"detail\":\"no\"}").path("body"))
                .hasToString("{\"detail\":\"no\"}");
        assertThat(exception(400, "application/json", "{\"error\":{\"code\":1},\"id\":2}")
                        .path("body"))
                .hasToString("{\"code\":1}");
    }

    private JsonNode exception(int status, String mediaType, String body) {
        LiveResponse live = live(status, mediaType, bytes(body), Ending.COMPLETE);
        return recording("/v1/chat/completions", live).response().document().path("exception_data");
    }

    @Test
    void aPlainStreamOfAnLlmNeedsNoExactBytes() {
        byte[] body = bytes(CHUNK + "data: [DONE]~~");
        Recording recording = recording("/v1/chat/completions", live(200, "text/event-stream", body, Ending.COMPLETE));

        assertThat(recording.response().document().has("raw")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "UTF-16", "UTF-16LE", "windows-1252"})
    void textInAnyCharsetComesBack(String charset) {
        byte[] body = "Grüße, \u00A3".getBytes(Charset.forName(charset));
        Recording recording =
                recording("/shop/items", live(200, "text/plain; charset=" + charset, body, Ending.COMPLETE));

        assertThat(dialects.respond(recording).bytes()).isEqualTo(body);
    }

    @Test
    void latinTextIsReadableInTheFile() {
        byte[] body = "Grüße".getBytes(StandardCharsets.ISO_8859_1);
        Recording recording =
                recording("/shop/items", live(200, "text/plain; charset=iso-8859-1", body, Ending.COMPLETE));

        JsonNode raw = recording.response().document().path("raw");
        assertThat(raw.path("text").asString()).isEqualTo("Grüße");
        assertThat(raw.path("charset").asString()).isEqualTo("ISO-8859-1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 255, 4096})
    void bytesComeBack(int length) {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);

        WireResponse replayed = replayed("/shop/items", live(200, "application/octet-stream", body, Ending.COMPLETE));

        assertThat(replayed.bytes()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream", "text/csv", "application/x-ndjson"})
    void aCutResponseIsCutAfterTheSameBytes(String mediaType) {
        byte[] body = bytes("data: {\"a\":1}~~data: {\"b");
        for (String path : List.of("/shop/items", "/v1/chat/completions")) {
            WireResponse replayed = replayed(path, live(200, mediaType, body, Ending.CUT));

            assertThat(replayed.ending()).isEqualTo(Ending.CUT);
            assertThat(replayed.bytes()).isEqualTo(body);
            assertThat(replayed.status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/shop/items", "/v1/chat/completions", "/v1/responses", "/v1/models"})
    void allHeadersComeBackAndRepeatedOnesApart(String path) {
        List<HttpHeader> sent = List.of(
                new HttpHeader("Content-Type", "application/json; charset=utf-8"),
                new HttpHeader("X-Request-Id", "req_1"),
                new HttpHeader("Link", "</1>; rel=a"),
                new HttpHeader("Link", "</2>; rel=b"),
                new HttpHeader("Date", "Thu, 26 Nov 2026 08:00:00 GMT"));
        LiveResponse live =
                new LiveResponse(200, sent, ByteBuffer.wrap(bytes("{\"data\":[]}")), Ending.COMPLETE, List.of());

        assertThat(replayed(path, live).headers()).isEqualTo(sent.subList(0, 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 304, 404})
    void noBodyAndNoContentTypeStayAbsent(int status) {
        LiveResponse live = new LiveResponse(status, List.of(), ByteBuffer.allocate(0), Ending.COMPLETE, List.of());

        WireResponse replayed = replayed("/shop/items", live);

        assertThat(replayed.status()).isEqualTo(status);
        assertThat(replayed.headers()).isEmpty();
        assertThat(replayed.bytes()).isEmpty();
    }

    @Test
    void aStoredChatCompletionKeepsItsId() {
        String response = "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":7}";

        assertThat(id("{\"model\":\"m\",\"store\":true}", response)).isEqualTo("chatcmpl-1");
        assertThat(id("{\"model\":\"m\"}", response)).startsWith("rec-");
    }

    private String id(String request, String response) {
        LiveResponse live = live(200, "application/json", bytes(response), Ending.COMPLETE);
        return recording("/v1/chat/completions", request, live)
                .response()
                .document()
                .at("/body/__data__/id")
                .asString();
    }

    @Test
    void theChunksOfAnyResponseHaveTheirTimes() {
        LiveResponse live = new LiveResponse(
                200,
                List.of(new HttpHeader("Content-Type", "application/json")),
                ByteBuffer.wrap(bytes("{ \"a\": 1 }")),
                Ending.COMPLETE,
                List.of(new LiveResponse.Arrival(4, 10), new LiveResponse.Arrival(10, 30)));

        Recording recording = recording("/shop/items", live);

        assertThat(ResponseTiming.pieces(recording.response(), dialects.respond(recording)))
                .containsExactly(new ResponseTiming.Piece(4, 10), new ResponseTiming.Piece(10, 30));
    }

    private static byte[] bytes(String text) {
        return text.replace('~', '\n').getBytes(StandardCharsets.UTF_8);
    }

    private static LiveResponse live(int status, String mediaType, byte[] body, Ending ending) {
        List<HttpHeader> headers = List.of(new HttpHeader("Content-Type", mediaType));
        return new LiveResponse(status, headers, ByteBuffer.wrap(body), ending, List.of());
    }

    private WireResponse replayed(String path, LiveResponse live) {
        return dialects.respond(recording(path, live));
    }

    private Recording recording(String path, LiveResponse live) {
        return recording(path, "{\"model\":\"m\"}", live);
    }

    /** Returns the recording as it is read from its file. */
    private Recording recording(String path, String body, LiveResponse live) {
        String method = path.endsWith("/models") ? "GET" : "POST";
        Endpoint endpoint = Endpoint.parse(path, upstreams.names());
        LiveRequest request = new LiveRequest(method, endpoint, Json.parse(bytes(body)), "a.B#c");
        LiveExchange call = LiveExchange.of(request, dialects.forEndpoint(method, endpoint), upstreams)
                .orElseThrow();
        try {
            return RecordingCodec.read(RecordingCodec.write(RecordingFactory.recording(call, live)));
        } catch (CorruptRecordingException problem) {
            throw new AssertionError(problem);
        }
    }
}

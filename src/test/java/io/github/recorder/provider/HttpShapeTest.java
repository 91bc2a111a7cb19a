package io.github.recorder.provider;

import static io.github.recorder.provider.Samples.http;
import static io.github.recorder.provider.Samples.json;
import static io.github.recorder.provider.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Anthropic, interactions and whatever else is recorded as it stood on the wire. */
class HttpShapeTest {

    private final Dialects dialects = new Dialects();

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # method, url, dialect, endpoint
                    POST,   https://api.anthropic.com/v1/messages,                      anthropic,    /v1/messages
                    post,   http://0.0.0.0:11434/v1/messages?beta=true,                 anthropic,    /v1/messages?beta=true
                    POST,   https://api.anthropic.com/v1/messages/count_tokens,         anthropic,    /v1/messages/count_tokens
                    POST,   https://g.example/v1beta/interactions,                      interactions, /v1beta/interactions
                    GET,    https://g.example/v1beta/interactions/i-1?key=secret&a=b,   interactions, /v1beta/interactions/i-1?a=b
                    POST,   https://g.example/v1beta/interactions?alt=sse&key=secret,   interactions, /v1beta/interactions
                    POST,   https://g.example/v1beta/models/e:embedContent?key=k,       gemini,       /v1beta/models/e:embedContent
                    POST,   https://rank.example/v1/rerank,                             http,         /v1/rerank
                    POST,   https://rank.example/v1/retrieval/org/reranking?top=3,      http,         /v1/retrieval/org/reranking?top=3
                    DELETE, https://any.example/items/a%20b/,                           http,         /items/a b
                    POST,   https://api.openai.com/v1/chat/completions,                 openai,       /v1/chat/completions
                    POST,   http://localhost:11434/api/chat,                            ollama,       /api/chat
                    """)
    void theHostIsNotCompared(String method, String url, String dialect, String endpoint) {
        Recording recording = http(method, url, "{'a': [1]}", "{'body': {}}");
        String upper = method.equals("post") ? "POST" : method;
        WireRequest request = new WireRequest(upper, endpoint, json("{'a': [1]}"));

        assertThat(dialects.dialectOf(recording.request()).name()).isEqualTo(dialect);
        assertThat(dialects.wire(recording.request())).contains(request);
        assertThat(dialects.read(upper, Endpoint.ofUrl(url), json("{'a': [1]}")))
                .isEqualTo(request);
        assertThat(dialects.forEndpoint(upper, Endpoint.ofUrl(url)).name()).isEqualTo(dialect);
    }

    @Test
    void noPayloadIsNoBody() {
        Recording recording = http("GET", "https://any.example/items", "null", "{'body': []}");

        assertThat(dialects.wire(recording.request())).contains(new WireRequest("GET", "/items", null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    # what was recorded                                        | status | media type       | body
                    {'status': 200, 'body': {'a': 1}}                          | 200    | application/json | {"a":1}
                    {'body': {'a': 'é'}}                                       | 200    | application/json | {"a":"é"}
                    {'status': null, 'body': [null]}                           | 200    | application/json | [null]
                    {'status': 400, 'body': {'error': 'x'}}                    | 400    | application/json | {"error":"x"}
                    {'status': 200, 'body': null, 'raw': {'text': 'a\\nb'}, 'headers': {'Content-Type': 'text/csv'}} | 200 | text/csv | a\\nb
                    {'body': {'a': 1}, 'raw': {'text': '{ }'}}                 | 200    | application/json | { }
                    {'body': null, 'raw': {'base64': 'aGk='}, 'headers': {'Content-Type': ['image/png']}} | 200 | image/png | hi
                    {'body': {'a': 1}, 'headers': {'Content-Type': 'application/problem+json'}} | 200 | application/problem+json | {"a":1}
                    """)
    void aWholeAnswer(String recorded, int status, String mediaType, String body) {
        WireResponse response = respond(recorded);

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers()).containsExactly(new HttpHeader("Content-Type", mediaType));
        assertThat(response.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(text(response)).isEqualTo(body.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    ['event: a', 'data: {}', '']                        | event: a~data: {}~~
                    ['event: a', 'data: {}']                            | event: a~data: {}~~
                    ['data: 1', '', 'data: 2', '', '', '']              | data: 1~~data: 2~~
                    ['', ': ping', '', 'data:2']                        | ~: ping~~data:2~~
                    []                                                  | ""
                    """)
    void aStreamIsItsLinesAndABlankOne(String lines, String sent) {
        WireResponse response = respond("{'body': " + lines + ", 'is_streaming': true}");

        assertThat(response.headers()).contains(new HttpHeader("Content-Type", "text/event-stream"));
        assertThat(response.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(text(response)).isEqualTo(sent.replace('~', '\n'));
    }

    @Test
    void aStreamOfAnotherKindKeepsItsMediaType() {
        WireResponse response = respond(
                "{'body': ['{}', '{}'], 'is_streaming': true, 'status': 206, 'headers': {'Content-Type': 'application/x-ndjson'}}");

        assertThat(response.status()).isEqualTo(206);
        assertThat(response.headers()).contains(new HttpHeader("Content-Type", "application/x-ndjson"));
    }

    @Test
    void aStreamThatEndedInAnExceptionIsCutAfterItsLastLine() {
        WireResponse response = respond("{'body': ['data: 1', ''], 'is_streaming': true, 'is_exception': true}");

        assertThat(response.ending()).isEqualTo(Ending.CUT);
        assertThat(text(response)).isEqualTo("data: 1\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'base64': '***'}", "{'text': 'a', 'charset': 'no such'}", "{}", "'a'"})
    void aBodyWithoutBytesIsToldOf(String raw) {
        assertThatThrownBy(() -> respond("{'body': null, 'raw': " + raw + "}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/items", "/v1/messages", "/v1beta/interactions"})
    void anExceptionWithoutABodyIsTheErrorOfTheProvider(String path) {
        Recording recording = http(
                "POST",
                "https://any.example" + path,
                "{}",
                "{'body': null, 'is_exception': true, 'exception_data': {'status_code': 503, 'body': {'m': 1}}}");
        WireResponse response = dialects.dialectOf(recording.request()).respond(recording);

        assertThat(response.status()).isEqualTo(503);
        assertThat(text(response)).isEqualTo("{\"error\":{\"m\":1}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    /v1/messages         | 404 | {'type': 'error', 'error': {'type': 'not_found_error', 'message': 'No.', 'code': 'c'}}
                    /v1/messages         | 500 | {'type': 'error', 'error': {'type': 'api_error', 'message': 'No.', 'code': 'c'}}
                    /v1/messages         | 422 | {'type': 'error', 'error': {'type': 'invalid_request_error', 'message': 'No.', 'code': 'c'}}
                    /v1beta/interactions | 404 | {'error': {'code': 404, 'message': 'No.', 'status': 'NOT_FOUND', 'details': [{'@type': 'type.googleapis.com/google.rpc.ErrorInfo', 'reason': 'c', 'domain': 'recorder'}]}}
                    /v1beta/interactions | 418 | {'error': {'code': 418, 'message': 'No.', 'status': 'UNKNOWN', 'details': [{'@type': 'type.googleapis.com/google.rpc.ErrorInfo', 'reason': 'c', 'domain': 'recorder'}]}}
                    /items               | 404 | {'error': {'message': 'No.', 'code': 'c'}, 'message': 'No.'}
                    """)
    void anErrorOfOursHasTheShapeThatTheSdkShows(String path, int status, String body) {
        assertThat(dialects.forEndpoint("POST", path).error(status, "No.", "c")).isEqualTo(json(body));
    }

    private WireResponse respond(String response) {
        Recording recording = http("POST", "https://any.example/items", "{}", response);
        return dialects.respond(recording);
    }
}

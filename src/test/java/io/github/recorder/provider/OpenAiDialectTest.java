package io.github.recorder.provider;

import static io.github.recorder.provider.Samples.json;
import static io.github.recorder.provider.Samples.openAi;
import static io.github.recorder.provider.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OpenAiDialectTest {

    private final Dialect dialect = new OpenAiDialect();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'model': 'm', 'temperature': 0.5}                              | {'model': 'm', 'temperature': 0.5}
                    {'model': 'm', 'extra_body': {}}                                | {'model': 'm'}
                    {'model': 'm', 'extra_body': {'model': 'n', 'top_k': 3}}        | {'model': 'n', 'top_k': 3}
                    {'model': 'm', 'extra_query': {'a': 1}, 'extra_headers': {'b': 'c'}, 'timeout': 5} | {'model': 'm'}
                    {}                                                              | {}
                    """)
    void theWireHoldsWhatTheSdkSends(String arguments, String sent) {
        Recording recording = openAi("/v1/chat/completions", arguments, "{}");

        assertThat(dialect.wire(recording.request()))
                .contains(new WireRequest("POST", "/v1/chat/completions", json(sent)));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    /v1/models
                    /v1/openai/v1/models
                    """)
    void aModelListIsGet(String endpoint) {
        Recording recording = openAi(endpoint, "{'extra_query': {'project_id': 'p'}}", "{}");

        assertThat(dialect.wire(recording.request())).contains(new WireRequest("GET", endpoint, null));
        assertThat(dialect.read("GET", endpoint + "?limit=20", null)).contains(new WireRequest("GET", endpoint, null));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    POST, /v1/chat/completions,                   /v1/chat/completions
                    POST, /v1/chat/completions?a=b,               /v1/chat/completions?a=b
                    POST, /v1/moderations,                        /v1/moderations
                    POST, /v1/responses,                          /v1/responses
                    GET,  /v1/files?purpose=batch,                /v1/files?purpose=batch
                    GET,  /v1/models/gpt-4o,                      /v1/models/gpt-4o
                    """)
    void readsLiveRequests(String method, String target, String endpoint) {
        JsonNode body = json("{'model': 'm'}");

        assertThat(dialect.read(method, target, body)).contains(new WireRequest(method, endpoint, body));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    /v1/messages
                    /v1/rerank
                    /v1/tool-runtime/invoke
                    /v1/models/gemini-2.0-flash:generateContent
                    /api/chat
                    /chat/completions
                    """)
    void leavesOthersAlone(String endpoint) {
        assertThat(dialect.read("POST", endpoint, null)).isEmpty();
    }

    @Test
    void anAnswerIsTheFieldsOfTheSdkObject() {
        WireResponse response = dialect.respond(
                openAi(
                        "/v1/chat/completions",
                        "{}",
                        "{'body': {'__type__': 'a.B', '__data__': {'id': 'rec-1', 'n': 123456789012345678901234567890, 'x': 1e-05}}, 'is_streaming': false}"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).containsExactly(new HttpHeader("Content-Type", "application/json"));
        assertThat(response.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(response.body().isReadOnly()).isTrue();
        assertThat(text(response)).startsWith("{\"id\":\"rec-1\",\"n\":123456789012345678901234567890,\"x\":");
        assertThat(json(text(response)).path("x").doubleValue()).isEqualTo(1e-05);
    }

    @Test
    void aStreamOfChunksEndsInDone() {
        WireResponse response = dialect.respond(
                openAi(
                        "/v1/chat/completions",
                        "{'stream': true}",
                        "{'body': [{'__type__': 'C', '__data__': {'i': 1}}, {'__type__': 'C', '__data__': {'t': 'a\\n\\u2028\\u2029\\u0085\\u00e9'}}], 'is_streaming': true}"));

        assertThat(response.headers()).contains(new HttpHeader("Content-Type", "text/event-stream"));
        assertThat(text(response))
                .isEqualTo("data: {\"i\":1}\n\ndata: {\"t\":\"a\\n\\u2028\\u2029\\u0085é\"}\n\ndata: [DONE]\n\n");
    }

    @Test
    void halfASurrogatePairSurvives() {
        WireResponse response = dialect.respond(openAi(
                "/v1/completions", "{}", "{'body': [{'t': '\\ud83d'}, {'t': '\\ude00'}], 'is_streaming': true}"));

        assertThat(text(response).lines().filter(line -> line.startsWith("data: {")))
                .extracting(line -> json(line.substring("data: ".length())))
                .containsExactly(json("{'t': '\\ud83d'}"), json("{'t': '\\ude00'}"));
    }

    @Test
    void responsesEventsAreNamedAndHaveNoDone() {
        WireResponse response = dialect.respond(
                openAi(
                        "/v1/responses",
                        "{'stream': true}",
                        "{'body': [{'__type__': 'E', '__data__': {'type': 'response.created', 'n': 0}}, {'__type__': 'E', '__data__': {'type': 'response.completed'}}], 'is_streaming': true}"));

        assertThat(text(response))
                .isEqualTo(
                        "event: response.created\ndata: {\"type\":\"response.created\",\"n\":0}\n\nevent: response.completed\ndata: {\"type\":\"response.completed\"}\n\n");
    }

    @Test
    void aStreamThatEndedInAnExceptionIsCut() {
        WireResponse response = dialect.respond(
                openAi(
                        "/v1/chat/completions",
                        "{'stream': true}",
                        "{'body': [{'i': 1}], 'is_streaming': true, 'is_exception': true, 'exception_data': {'status_code': 500}}"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.ending()).isEqualTo(Ending.CUT);
        assertThat(text(response)).isEqualTo("data: {\"i\":1}\n\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'status_code': 429, 'body': {'message': 'slow down'}}  | 429 | {'error': {'message': 'slow down'}}
                    {'body': {'message': 'm'}}                              | 500 | {'error': {'message': 'm'}}
                    {'status_code': null, 'body': null}                     | 500 | {'error': null}
                    {}                                                      | 500 | {'error': null}
                    null                                                    | 500 | {'error': null}
                    """)
    void anExceptionOfTheProviderIsItsError(String data, int status, String body) {
        WireResponse response = dialect.respond(openAi(
                "/v1/chat/completions", "{}", "{'body': null, 'is_exception': true, 'exception_data': " + data + "}"));

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers()).contains(new HttpHeader("Content-Type", "application/json"));
        assertThat(json(text(response))).isEqualTo(json(body));
    }

    @Test
    void anHttpRecordingOfOpenAiIsTheSameRequest() {
        Recording recording = Samples.http(
                "post",
                "https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=1",
                "{'model': 'm'}",
                "{'status': 201, 'body': {'b': 2}}");

        assertThat(dialect.wire(recording.request()))
                .contains(new WireRequest("POST", "/v1/chat/completions", json("{'model': 'm'}")));
        assertThat(dialect.respond(recording).status()).isEqualTo(201);
        assertThat(text(dialect.respond(recording))).isEqualTo("{\"b\":2}");
    }

    @Test
    void anErrorOfOursHasTheShapeThatTheSdkShows() {
        assertThat(dialect.error(404, "No recording.", "recording_not_found"))
                .isEqualTo(
                        json(
                                "{'error': {'message': 'No recording.', 'type': 'invalid_request_error', 'param': null, 'code': 'recording_not_found'}}"));
    }
}

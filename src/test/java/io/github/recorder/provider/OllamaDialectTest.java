package io.github.recorder.provider;

import static io.github.recorder.provider.Samples.inference;
import static io.github.recorder.provider.Samples.json;
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

class OllamaDialectTest {

    private final Dialect dialect = new OllamaDialect();

    private static Recording call(String endpoint, String body, String response) {
        return inference("http://localhost:11434" + endpoint, endpoint, body, response);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    /api/chat,        POST
                    /api/generate,    POST
                    /api/embed,       POST
                    /api/embeddings,  POST
                    /api/show,        POST
                    """)
    void aCallIsPostedAsItWasMade(String endpoint, String method) {
        JsonNode body = json("{'model': 'm', 'options': {'seed': 1}}");
        Recording recording = call(endpoint, "{'model': 'm', 'options': {'seed': 1}, 'timeout': 3}", "{}");

        assertThat(dialect.wire(recording.request())).contains(new WireRequest(method, endpoint, body));
        assertThat(dialect.read(method, endpoint, body)).contains(new WireRequest(method, endpoint, body));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    /api/tags
                    /api/ps
                    """)
    void aListIsGet(String endpoint) {
        Recording recording = call(
                endpoint,
                "{}",
                "{'body': {'__type__': 'R', '__data__': {'models': [{'model': 'm:1', 'size': 3}]}}, 'is_streaming': false}");

        assertThat(dialect.wire(recording.request())).contains(new WireRequest("GET", endpoint, null));
        assertThat(dialect.read("GET", endpoint, null)).contains(new WireRequest("GET", endpoint, null));
        assertThat(text(dialect.respond(recording))).isEqualTo("{\"models\":[{\"model\":\"m:1\",\"size\":3}]}");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    /api/v2/rank
                    /api/chats
                    /api/
                    /v1/chat/completions
                    """)
    void leavesOthersAlone(String endpoint) {
        assertThat(dialect.read("POST", endpoint, null)).isEmpty();
    }

    @Test
    void aStreamIsAJsonObjectALine() {
        WireResponse response = dialect.respond(
                call(
                        "/api/chat",
                        "{'stream': true}",
                        "{'body': [{'__type__': 'C', '__data__': {'message': {'content': 'a\\u2028'}, 'done': false}}, {'__type__': 'C', '__data__': {'done': true}}], 'is_streaming': true}"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).contains(new HttpHeader("Content-Type", "application/x-ndjson"));
        assertThat(response.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(text(response))
                .isEqualTo("{\"message\":{\"content\":\"a\\u2028\"},\"done\":false}\n{\"done\":true}\n");
    }

    @Test
    void aStreamThatEndedInAnExceptionIsCut() {
        WireResponse response = dialect.respond(
                call("/api/chat", "{}", "{'body': [{'done': false}], 'is_streaming': true, 'is_exception': true}"));

        assertThat(response.ending()).isEqualTo(Ending.CUT);
        assertThat(text(response)).isEqualTo("{\"done\":false}\n");
    }

    @Test
    void anAnswerAndAnException() {
        assertThat(text(dialect.respond(call("/api/generate", "{}", "{'body': {'__data__': {'response': 'x'}}}"))))
                .isEqualTo("{\"response\":\"x\"}");
        WireResponse failed = dialect.respond(call(
                "/api/generate",
                "{}",
                "{'body': null, 'is_exception': true, 'exception_data': {'status_code': 404, 'body': 'no model'}}"));
        assertThat(failed.status()).isEqualTo(404);
        assertThat(text(failed)).isEqualTo("{\"error\":\"no model\"}");
    }

    @Test
    void anErrorOfOursIsAText() {
        assertThat(dialect.error(404, "No recording.", "recording_not_found"))
                .isEqualTo(json("{'error': 'No recording.'}"));
    }
}

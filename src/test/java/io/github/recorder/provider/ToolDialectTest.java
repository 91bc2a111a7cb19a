package io.github.recorder.provider;

import static io.github.recorder.provider.Samples.json;
import static io.github.recorder.provider.Samples.recording;
import static io.github.recorder.provider.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolDialectTest {

    private final Dialect dialect = new ToolDialect();
    private final Recording search = recording(
            new RecordedRequest.Tool("t", json("'web'"), json("'search'"), json("{'query': 'x'}")),
            json(
                    "{'body': {'__type__': 'R', '__data__': {'content': 'found', 'error_code': null}}, 'is_streaming': false}"));

    @Test
    void anInvocationIsPosted() {
        assertThat(dialect.wire(search.request()))
                .contains(new WireRequest(
                        "POST", "/v1/tool-runtime/invoke", json("{'tool_name': 'search', 'kwargs': {'query': 'x'}}")));
        assertThat(text(dialect.respond(search))).isEqualTo("{\"content\":\"found\",\"error_code\":null}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'tool_name': 'a', 'kwargs': {'b': 1}}                           | {'tool_name': 'a', 'kwargs': {'b': 1}}
                    {'tool_name': 'a', 'kwargs': {'b': 1}, 'authorization': 'token'} | {'tool_name': 'a', 'kwargs': {'b': 1}}
                    {'tool_name': 'a'}                                               | {'tool_name': 'a', 'kwargs': {}}
                    {'kwargs': null}                                                 | {'tool_name': null, 'kwargs': {}}
                    [1]                                                              | [1]
                    """)
    void onlyNameAndArgumentsCount(String sent, String compared) {
        assertThat(dialect.read("POST", "/v1/tool-runtime/invoke", json(sent)))
                .contains(new WireRequest("POST", "/v1/tool-runtime/invoke", json(compared)));
    }

    @Test
    void leavesOthersAlone() {
        assertThat(dialect.read("POST", "/v1/tool-runtime/list-tools", null)).isEmpty();
    }

    @Test
    void anErrorOfOurs() {
        assertThat(dialect.error(404, "No.", "c")).isEqualTo(json("{'error': {'message': 'No.', 'code': 'c'}}"));
    }
}

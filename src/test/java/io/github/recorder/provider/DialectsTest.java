package io.github.recorder.provider;

import static io.github.recorder.provider.Samples.json;
import static io.github.recorder.provider.Samples.openAi;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class DialectsTest {

    private final Dialects dialects = new Dialects();

    @Test
    void plainHttpComesLast() {
        assertThat(dialects.names())
                .containsExactly("tool", "ollama", "anthropic", "interactions", "gemini", "cohere", "openai", "http");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    POST, /openai/v1/chat/completions,         openai
                    POST, /v1/moderations,                     openai
                    GET,  /v1/models,                          openai
                    GET,  /anthropic/v1/models,                anthropic
                    POST, /anthropic/v1/messages,              anthropic
                    POST, /anthropic/v2/whatever,              anthropic
                    POST, /ollama/api/chat,                    ollama
                    POST, /ollama/v1/chat/completions,         openai
                    GET,  /ollama/,                            ollama
                    POST, /gemini/v1beta/models/g:generateContent, gemini
                    GET,  /gemini/v2/whatever,                 gemini
                    POST, /vertex/v1/projects/p/locations/l/publishers/google/models/g:generateContent, gemini
                    POST, /gemini/v1beta/interactions,         interactions
                    POST, /gemini/v1beta/openai/chat/completions, openai
                    POST, /mistral/v1/fim/completions,         openai
                    POST, /v1/tool-runtime/invoke,             tool
                    POST, /acme/v1/whatever,                   http
                    POST, /v1/rerank,                          http
                    """)
    void anErrorIsInTheClientsDialect(String method, String target, String dialect) {
        assertThat(dialects.forEndpoint(
                                method,
                                Endpoint.parse(target, UpstreamTable.builtIn().names()))
                        .name())
                .isEqualTo(dialect);
    }

    @Test
    void anInferenceRecordingOfAnyEndpointIsFoundByTheRequestForIt() {
        RecordedRequest recorded = openAi("/v1/score", "{'a': 1}", "{}").request();

        assertThat(dialects.wire(recorded))
                .contains(dialects.read(
                        "POST",
                        Endpoint.parse(
                                "/openai/v1/score", UpstreamTable.builtIn().names()),
                        json("{'a': 1}")));
        assertThat(dialects.dialectOf(recorded).name()).isEqualTo("openai");
    }

    @Test
    void whatCannotBeAskedForHasNoRequest() {
        RecordedRequest recorded = new RecordedRequest.Unservable((ObjectNode) json("{'file_id': 'f'}"));

        assertThat(dialects.wire(recorded)).isEmpty();
        assertThat(dialects.dialectOf(recorded).name()).isEqualTo("http");
    }

    @Test
    void whatNobodyKnowsIsComparedAsItStands() {
        assertThat(dialects.read(
                        "PUT",
                        Endpoint.parse("/items/1?a=b", UpstreamTable.builtIn().names()),
                        null))
                .isEqualTo(new WireRequest("PUT", "/items/1?a=b", null));
    }
}

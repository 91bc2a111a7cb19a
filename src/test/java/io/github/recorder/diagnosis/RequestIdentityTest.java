package io.github.recorder.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.Endpoint;
import io.github.recorder.provider.LiveExchange;
import io.github.recorder.provider.LiveRequest;
import io.github.recorder.provider.LiveResponse;
import io.github.recorder.provider.RecordingFactory;
import io.github.recorder.provider.Upstream;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestIdentityTest {

    private static final String TEST = "com.acme.ChatIT#answers";
    private static final LiveResponse ANSWER = new LiveResponse(
            200,
            List.of(new HttpHeader("Content-Type", "application/json")),
            ByteBuffer.wrap("{\"id\": \"1\"}".getBytes(StandardCharsets.UTF_8)),
            Ending.COMPLETE,
            List.of());

    private final Dialects dialects = new Dialects();

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/chat/completions",
        "POST, /openai/v1/responses",
        "POST, /azure/openai/deployments/gpt/chat/completions?api-version=2024-10-21",
        "POST, /api/chat",
        "POST, /v1/messages",
        "POST, /anthropic/v1/messages?beta=true",
        "POST, /v1beta/models/gemini-2.0-flash:generateContent",
        "POST, /v1beta/models/gemini-2.0-flash:streamGenerateContent?alt=sse",
        "POST, /vertex/v1beta1/projects/p/locations/l/publishers/google/models/gemini-2.0-flash:generateContent",
        "POST, /v1beta/interactions",
        "POST, /v1/tool-runtime/invoke",
        "POST, /v1/rerank",
        "GET, /weather?city=Bern",
        "DELETE, /v1/files/f1",
    })
    void theHashOfAMissIsTheNameThatRecordingGives(String method, String target) {
        UpstreamTable upstreams =
                UpstreamTable.builtIn().with(List.of(new Upstream("azure", "https://acme.openai.azure.com")));
        Endpoint endpoint = Endpoint.parse(target, upstreams.names());
        Dialect dialect = dialects.forEndpoint(method, endpoint);
        LiveRequest request = new LiveRequest(
                method,
                endpoint,
                method.equals("POST") ? Json.mapper().createObjectNode().put("model", "m") : null,
                TEST);

        LiveExchange call = LiveExchange.of(request, dialect, upstreams).orElseThrow();
        String name = RecordingFactory.fileName(RecordingFactory.recording(call, ANSWER));

        assertThat(RequestIdentity.of(call)).map(RequestIdentity::hash).contains(name.replace(".json", ""));
    }

    @Test
    void aServiceWithoutUrlHasNone() {
        UpstreamTable upstreams = UpstreamTable.builtIn();
        Endpoint endpoint = Endpoint.parse("/azure/openai/v1/chat/completions", upstreams.names());
        LiveRequest request = new LiveRequest("POST", endpoint, Json.mapper().createObjectNode(), TEST);

        assertThat(LiveExchange.of(request, dialects.forEndpoint("POST", endpoint), upstreams))
                .isEmpty();
    }

    @Test
    void theCallsOfNoNamedServiceAreThoseOfTheUsualOne() {
        Endpoint endpoint = Endpoint.parse("/weather", UpstreamTable.builtIn().names());
        Dialect dialect = dialects.forEndpoint("GET", endpoint);

        assertThat(UpstreamTable.builtIn().nameFor(endpoint, dialect)).isEqualTo("openai");
        assertThat(UpstreamTable.builtIn().withUsual("mistral").nameFor(endpoint, dialect))
                .isEqualTo("mistral");
    }
}

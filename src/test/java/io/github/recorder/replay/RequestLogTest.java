package io.github.recorder.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.provider.WireResponse;
import io.github.recorder.redaction.SecretScan;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RequestLogTest {

    private static final WireResponse OK =
            new WireResponse(200, List.of(), ByteBuffer.allocate(0), WireResponse.Ending.COMPLETE);
    private static final WireResponse NOT_FOUND =
            new WireResponse(404, List.of(), ByteBuffer.allocate(0), WireResponse.Ending.COMPLETE);

    private final List<String> lines = new ArrayList<>();

    @Test
    void aLineNamesTheRequestItsTestAndTheRecording() {
        handle(new RecorderResponse.Replayed(List.of("acme.ChatIT/55e0.json"), OK), "acme.ChatIT#asks");

        assertThat(lines)
                .containsExactly(
                        "POST /openai/v1/chat/completions of acme.ChatIT#asks: 200 from acme.ChatIT/55e0.json");
    }

    @Test
    void aMissIsNamedAsOneAndTheQueryIsNot() {
        handle(new RecorderResponse.Missed("text", "text", "log", NOT_FOUND), null);

        assertThat(lines).containsExactly("POST /openai/v1/chat/completions: 404, missed");
    }

    @Test
    void aRequestIsLoggedWhenItsResponseIsThere() {
        Responder log = ObservedResponder.of(
                exchange -> new RecorderResponse.Unreachable("text", NOT_FOUND),
                List.of(new RequestLog(SecretScan.BUILT_IN, lines::add)));

        log.respondLater(exchange(null)).toCompletableFuture().join();

        assertThat(lines).containsExactly("POST /openai/v1/chat/completions: 404, the service sent no response");
    }

    private void handle(RecorderResponse response, String test) {
        assertThat(ObservedResponder.of(exchange -> response, List.of(new RequestLog(SecretScan.BUILT_IN, lines::add)))
                        .respond(exchange(test)))
                .isSameAs(response);
    }

    private static Exchange exchange(String test) {
        Exchange.Headers headers = name -> name.equalsIgnoreCase("X-Recorder-Test-Id") ? test : null;
        return new Exchange("POST", "/openai/v1/chat/completions", "api_key=none", headers, ByteBuffer.allocate(0));
    }
}

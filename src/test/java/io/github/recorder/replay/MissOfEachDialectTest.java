package io.github.recorder.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.Golden;
import io.github.recorder.diagnosis.MissExplainer;
import io.github.recorder.diagnosis.MissLog;
import io.github.recorder.diagnosis.MissReports;
import io.github.recorder.diagnosis.RemovedRecordings;
import io.github.recorder.ledger.LedgerWriter;
import io.github.recorder.matching.Isolation;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.store.RecordingStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What goes over the wire on a miss, in the error shape of each provider, also where a stream was asked for. */
final class MissOfEachDialectTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "openai-chat, /openai/v1/chat/completions, /error/message",
        "openai-responses, /openai/v1/responses, /error/message",
        "ollama, /ollama/api/chat, /error",
        "anthropic, /anthropic/v1/messages, /error/message",
        "gemini, /gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent, /error/message",
        "vertex, /vertex/v1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:generateContent, /error/message",
        "interactions, /gemini/v1beta/interactions, /error/message",
        "cohere, /cohere/v2/chat, /message",
        "rerank, /v1/rerank, /error/message"
    })
    void isAnErrorThatTheSdkShows(String name, String path, String pointer) throws IOException {
        Files.writeString(directory.resolve("recorded.json"), """
                {
                  "test_id": null,
                  "request": {"test_id": null, "url": "https://example.org%s", "method": "POST",
                    "payload": {"model": "m", "stream": true, "input": "Hello"}},
                  "response": {"body": {}, "is_streaming": false}
                }
                """.formatted(
                        path.replaceFirst("^/(openai|ollama|anthropic|cohere|gemini|vertex)/", "/")));
        RecorderResponse response = responder()
                .respond(new Exchange(
                        "POST",
                        path,
                        null,
                        Map.of("X-Recorder-Test-Id", "com.acme.ChatIT#answers")::get,
                        ByteBuffer.wrap("{\"model\": \"m\", \"stream\": true, \"input\": \"Good bye\"}"
                                .getBytes(StandardCharsets.UTF_8))));

        assertThat(response).isInstanceOf(RecorderResponse.Missed.class);
        // An SDK that waits for events sees an error at once, and not a stream without an end.
        assertThat(response.wire().status()).isEqualTo(404);
        assertThat(response.wire().headers())
                .contains(new HttpHeader("Content-Type", "application/json"))
                .contains(new HttpHeader("X-Recorder-Miss", "true"))
                .contains(new HttpHeader("x-should-retry", "false"));
        byte[] bytes = new byte[response.wire().body().remaining()];
        response.wire().body().duplicate().get(bytes);
        JsonNode error = Json.parse(bytes);
        assertThat(error.at(pointer).asString())
                .isEqualTo(((RecorderResponse.Missed) response).text())
                .contains("recorded.json")
                .contains("the request has \"Good bye\", the recording has \"Hello\"");
        Golden.check("miss/wire-" + name + ".json", new String(bytes, StandardCharsets.UTF_8));
    }

    private Responder responder() throws IOException {
        Dialects dialects = new Dialects();
        RecordingStore store = RecordingStore.open(
                directory, new ComparableRequests(UpstreamTable.builtIn(), dialects)::of, problem -> {});
        store.startIndexing();
        UpstreamTable upstreams = UpstreamTable.builtIn();
        return new ReplayResponder(
                store,
                dialects,
                new LedgerWriter(),
                new ReplaySettings(Isolation.PREFER, upstreams, "src/test/recordings", 0),
                new MissExplainer(
                        store,
                        dialects,
                        upstreams,
                        "src/test/recordings",
                        MissReports.none(),
                        SecretScan.BUILT_IN,
                        RemovedRecordings.NONE,
                        new MissLog()),
                warning -> {});
    }
}

package io.github.recorder.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ExampleRecording;
import io.github.recorder.diagnosis.MissExplainer;
import io.github.recorder.diagnosis.MissLog;
import io.github.recorder.diagnosis.MissReports;
import io.github.recorder.diagnosis.RemovedRecordings;
import io.github.recorder.ledger.LedgerWriter;
import io.github.recorder.matching.Isolation;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.Recording;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.store.RecordingStore;
import io.github.recorder.store.UnreadableRecordingException;
import io.github.recorder.store.UnwritableRecordingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Recordings that are changed at random, the same ones in each build: a file is served, or it is said what is wrong
 * with it, and it costs nothing else. What can be read can be written again.
 *
 * <p>Some in a build; {@code -Drecorder.fuzz=100} for a hundred times as many.
 */
final class RecordingFuzzTest {

    private static final int ROUNDS = 4;
    private static final int FILES = 250;

    private static final List<String> SEEDS =
            List.of(ExampleRecording.of("a.B#c", "one?", "two").document().toString(), """
            {"test_id": null, "request": {"test_id": null, "url": "https://api.anthropic.com/v1/messages",
             "method": "POST",
             "payload": {"model": "m", "n": 1}}, "response": {"body": ["event: a", "data: {}", ""], "status": 200,
             "is_streaming": true, "headers": {"content-type": "text/event-stream", "x": ["y"]}, "timing": [1, 2]}}""", """
            {"test_id": "t", "request": {"method": "POST", "url": "https://api.openai.com/v1/models", "headers": {},
             "body": {}, "endpoint": "/v1/models", "model": ""}, "response": {"body": [{"__type__":
             "openai.types.model.Model", "__data__": {"id": "g", "object": "model"}}], "is_streaming": false}}""", """
            {"test_id": "t", "request": {"method": "POST", "url": "http://localhost:11434/api/chat", "headers": {},
             "body": {"model": "l"}, "endpoint": "/api/chat", "model": "l"}, "response": {"body": null,
             "is_exception": true, "exception_data": {"status_code": 429, "body": {"a": 1}},
             "exception_message": "x"}}""", """
            {"test_id": "t", "request": {"test_id": "t", "url": "https://x.example/f", "method": "GET",
             "payload": null},
             "response": {"body": {"__type__": "recorder.base64", "__data__": "AAEC"}, "status": 200, "next":
             [{"body": {"__type__": "recorder.text", "__data__": "t"}, "status": 503}]}}""", """
            {"test_id": "t", "request": {"provider": "p", "tool_name": "n", "kwargs": {"a": 1}},
             "response": {"body": 1}}""");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "99",
            "1000",
            "9".repeat(400),
            "1e999",
            "-1.5e-999",
            "NaN",
            "\"\"",
            "\"\\ud800\"",
            "\"recorder.base64\"",
            "\"recorder.multipart\"",
            "[]",
            "{}",
            "[[]]",
            "{\"__type__\": \"recorder.base64\", \"__data__\": \"%\"}",
            "{\"__data__\": 1}",
            "[".repeat(980) + "]".repeat(980),
            "{\"a\":".repeat(980) + "1" + "}".repeat(980));

    @TempDir
    private Path folder;

    private final Random random = new Random(20261126);
    private final Dialects dialects = new Dialects();

    @Test
    void aBadFileCostsOnlyItself() throws Exception {
        int rounds = ROUNDS * Integer.getInteger("recorder.fuzz", 1);
        for (int round = 0; round < rounds; round++) {
            round(Files.createDirectory(folder.resolve("round-" + round)));
        }
    }

    private void round(Path directory) throws Exception {
        ExampleRecording good = ExampleRecording.of(null, "good?", "yes");
        good.writeTo(directory);
        for (int i = 0; i < FILES; i++) {
            Files.writeString(directory.resolve("mutant-" + i + ".json"), mutated());
        }
        int readable = 0;
        try (RecordingStore store = RecordingStore.open(
                directory, new ComparableRequests(UpstreamTable.builtIn(), dialects)::of, problem -> {})) {
            store.startIndexing();
            Responder responder = responder(store, Long.MAX_VALUE);
            Responder filing = responder(store, 0);
            assertThat(ask(responder, "POST", "/v1/chat/completions", good.requestBody()))
                    .isInstanceOf(RecorderResponse.Replayed.class);
            for (int i = 0; i < FILES; i++) {
                readable += served(store, responder, filing, "mutant-" + i + ".json") ? 1 : 0;
            }
            assertThat(store.checkAll()).hasSizeLessThan(FILES);
        }
        assertThat(readable).isPositive();
    }

    private boolean served(RecordingStore store, Responder responder, Responder filing, String path) {
        Recording recording;
        try {
            recording = store.read(path);
        } catch (UnreadableRecordingException said) {
            assertThat(said).hasMessageContaining(path);
            return false;
        }
        Optional<WireRequest> wire = dialects.wire(recording.request());
        if (wire.isPresent()) {
            JsonNode body = wire.get().body();
            String text = body == null ? "" : new String(Json.compact(body), StandardCharsets.UTF_8);
            RecorderResponse response =
                    ask(responder, wire.get().method(), wire.get().endpoint(), text);
            RecorderResponse filed = ask(filing, wire.get().method(), wire.get().endpoint(), text);
            assertThat(whole(filed)).as(path).isEqualTo(whole(response));
        }
        try {
            store.write("again-" + path, recording);
            store.read("again-" + path);
            store.delete("again-" + path);
        } catch (UnreadableRecordingException | UnwritableRecordingException problem) {
            throw new AssertionError("What was read cannot be written and read again: " + path, problem);
        }
        return true;
    }

    private static RecorderResponse ask(Responder responder, String method, String endpoint, String body) {
        int query = endpoint.indexOf('?');
        RecorderResponse response = responder.respond(new Exchange(
                method,
                query < 0 ? endpoint : endpoint.substring(0, query),
                query < 0 ? null : endpoint.substring(query + 1),
                name -> null,
                ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8))));
        assertThat(response.wire().status()).isBetween(200, 999);
        return response;
    }

    private static WireResponse whole(RecorderResponse response) {
        return response instanceof RecorderResponse.Replayed replayed ? replayed.whole() : response.wire();
    }

    private static Responder responder(RecordingStore store, long longFile) {
        ReplaySettings settings = new ReplaySettings(Isolation.SHARED, UpstreamTable.builtIn(), "recordings", 0);
        MissExplainer explainer = new MissExplainer(
                store,
                new Dialects(),
                UpstreamTable.builtIn(),
                "recordings",
                MissReports.none(),
                SecretScan.BUILT_IN,
                RemovedRecordings.NONE,
                new MissLog());
        return new ReplayResponder(
                store, new Dialects(), new LedgerWriter(), settings, explainer, warning -> {}, longFile);
    }

    private String mutated() throws IOException {
        StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        int changes = 1 + random.nextInt(2);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(8)) {
                case 0 -> text.setCharAt(at, (char) (' ' + random.nextInt(95)));
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(10)));
                case 2 -> text.insert(at, VALUES.get(random.nextInt(VALUES.size())));
                default -> replaceValue(text, at);
            }
        }
        return text.toString();
    }

    /** Replaces the value of the key that comes next, so that most mutants are JSON. */
    private void replaceValue(StringBuilder text, int at) {
        int colon = text.indexOf("\":", at);
        if (colon < 0) {
            return;
        }
        int start = colon + 2;
        int end = start;
        int depth = 0;
        boolean quoted = false;
        while (end < text.length()) {
            char c = text.charAt(end);
            quoted ^= c == '"';
            if (!quoted) {
                if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
                    break;
                }
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            }
            end++;
        }
        text.replace(start, end, VALUES.get(random.nextInt(VALUES.size())));
    }
}

package io.github.recorder.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.SeededTries;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.Endpoint;
import io.github.recorder.provider.LiveExchange;
import io.github.recorder.provider.LiveRequest;
import io.github.recorder.provider.LiveResponse;
import io.github.recorder.provider.RecordingDraft;
import io.github.recorder.provider.RecordingFactory;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import io.github.recorder.redaction.GeneratedKeys;
import io.github.recorder.redaction.Redaction;
import io.github.recorder.redaction.SecretScan;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class ArrivingEventsTest {

    private static final String TOKEN = "kq3vz8mw5tx2";
    private static final String KNOWN = "correct-horse-7-Battery";
    private static final List<String> KEYS =
            List.copyOf(GeneratedKeys.all(20261128).values());
    private static final List<String> NAMES =
            List.of("content", "api_key", "password", "name", "value", "url", "token", "id", "text", "created", "type");
    private static final List<String> WORDS = List.of(
            "the", " quick ", "fox. ", "42", "é", "\ud83d\ude00", "\n", "\"", "key: ", "Bearer ", "data: ", "x=1&");

    private static final List<String> PATHS = List.of("chat/completions", "responses", "audio/speech");

    private final UpstreamTable upstreams = UpstreamTable.builtIn();
    private final Dialects dialects = new Dialects();
    private final Redaction redaction = Redaction.builtIn().hidingAddress(TOKEN);
    private final SecretScan secrets = SecretScan.of(Map.of("MY_SECRET", KNOWN), Map.of(), Set.of(), List.of())
            .with("token of this run", TOKEN);

    @Test
    void recordsTheSameAsWhenTheWholeResponseIsRead() {
        int[] read = new int[3];
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            SeededTries.check(4_000, random -> {
                boolean jsonLines = random.nextInt(4) == 0;
                String stream = jsonLines ? lines(random) : stream(random);
                byte[] body = stream.getBytes(StandardCharsets.UTF_8);
                String request = "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":"
                        + string(random.nextInt(8) == 0 ? secret(random) : "hello") + "}]}";
                ArrivingEvents events = new ArrivingEvents(
                        redaction, secrets, jsonLines, random.nextBoolean() ? threads : Runnable::run);
                for (int from = 0; from < body.length; ) {
                    int to = Math.min(body.length, from + 1 + random.nextInt(random.nextInt(8) == 0 ? 3 : 200));
                    events.add(ByteBuffer.wrap(body, from, to - from));
                    from = to;
                }
                Optional<List<ObjectNode>> whole = events.whole(body.length);
                LiveResponse live = new LiveResponse(
                        200,
                        List.of(new HttpHeader(
                                "Content-Type", jsonLines ? "application/x-ndjson" : "text/event-stream")),
                        ByteBuffer.wrap(body),
                        WireResponse.Ending.COMPLETE,
                        List.of());

                String path = jsonLines ? "/ollama/api/chat" : "/openai/v1/" + any(PATHS, random);
                String atOnce = recorded(path, request, live, false);
                String arriving =
                        recorded(path, request, whole.map(live::withEvents).orElse(live), true);

                assertThat(arriving)
                        .as(new String(body, StandardCharsets.UTF_8))
                        .isEqualTo(atOnce);
                read[0] += whole.isPresent() ? 1 : 0;
                read[1] += atOnce.startsWith("{") ? 0 : 1;
                read[2] += whole.isPresent() && !atOnce.startsWith("{") ? 1 : 0;
            });
        } finally {
            threads.shutdownNow();
        }
        if (System.getProperty("recorder.seed") == null) {
            assertThat(read[0]).as("streams that were read as they arrived").isGreaterThan(500);
            assertThat(read[1]).as("streams with a secret").isGreaterThan(500);
            assertThat(read[2]).as("secrets that only the whole shows").isGreaterThan(50);
        }
    }

    @Test
    void readsNoMoreThanFitsIntoMemory() {
        ArrivingEvents events = new ArrivingEvents(redaction, secrets, false, Runnable::run);
        byte[] event = "data: {\"a\":\"0123456789\"}\n\n".getBytes(StandardCharsets.UTF_8);
        int size = 0;
        while (size <= 128 << 10) {
            assertThat(events.whole(size)).isPresent();
            events.add(ByteBuffer.wrap(event));
            size += event.length;
        }
        assertThat(events.whole(size)).isEmpty();
    }

    /** Returns the file, or why there is none. */
    private String recorded(String path, String request, LiveResponse live, boolean shortWay) {
        Endpoint endpoint = Endpoint.parse(path, upstreams.names());
        LiveRequest asked = new LiveRequest("POST", endpoint, redaction.json(Json.read(request)), "a.B#c");
        RecordingDraft draft =
                RecordingDraft.of(LiveExchange.of(asked, dialects.forEndpoint("POST", endpoint), upstreams)
                        .orElseThrow());
        RecordingWriter.Draft made =
                new RecordingWriter.Draft(draft, "", Optional.empty(), shortWay && secrets.isClean(draft.document()));
        Recording recording = RecordingFactory.recording(draft, live.redacted(redaction::body, redaction::header));
        return secrets.in(recording.document(), made.cleanParts(live))
                .map(SecretScan.Finding::toString)
                .orElseGet(() -> new String(RecordingCodec.write(recording), StandardCharsets.UTF_8));
    }

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    /** Returns texts, with a secret in one of them, in several or in none. */
    private static List<String> contents(Random random) {
        List<String> contents = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            contents.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        if (random.nextInt(3) == 0) {
            String secret = secret(random);
            int at = random.nextInt(contents.size() + 1);
            while (!secret.isEmpty()) {
                int cut = 1 + random.nextInt(random.nextBoolean() ? secret.length() : Math.min(9, secret.length()));
                contents.add(at++, secret.substring(0, cut));
                secret = secret.substring(cut);
            }
        }
        return contents;
    }

    /** Returns a stream of JSON lines as Ollama sends it. */
    private static String lines(Random random) {
        boolean odd = random.nextInt(4) == 0;
        StringBuilder stream = new StringBuilder();
        for (String content : contents(random)) {
            stream.append(event(random, content))
                    .append(odd && random.nextInt(9) == 0 ? "\r\n" : odd && random.nextInt(9) == 0 ? "\n\n" : "\n");
        }
        return stream + (odd ? "{\"done\":true}" : "");
    }

    /** Returns a stream of server-sent events as services send it. */
    private static String stream(Random random) {
        boolean odd = random.nextInt(4) == 0;
        boolean named = random.nextInt(3) == 0;
        StringBuilder stream = new StringBuilder(odd && random.nextInt(4) == 0 ? ": hello\n\n" : "");
        for (String content : contents(random)) {
            String event = event(random, content);
            stream.append(named || (odd && random.nextInt(9) == 0) ? name(random) : "")
                    .append(odd && random.nextInt(9) == 0 ? "data:" : "data: ")
                    .append(odd && random.nextInt(9) == 0 ? event.replace(":", " : ") : event)
                    .append(odd && random.nextInt(9) == 0 ? "\r\n\r\n" : odd && random.nextInt(9) == 0 ? "\n" : "\n\n");
        }
        return stream + (random.nextInt(9) == 0 ? "" : "data: [DONE]\n\n");
    }

    private static String name(Random random) {
        String name = random.nextInt(40) == 0 ? secret(random) : "response.output_text.delta";
        return "event: " + name + "\n";
    }

    private static String event(Random random, String content) {
        String text = random.nextInt(6) == 0 ? string("{\"key\":" + string(content) + "}") : string(content);
        String more = random.nextInt(4) == 0 ? "," + member(random) : "";
        return switch (random.nextInt(12)) {
            case 0 ->
                "{\"name\":" + string(NAMES.get(random.nextInt(NAMES.size()))) + ",\"value\":" + text + more + "}";
            case 1 -> "{\"id\":" + text + ",\"created\":7" + more + "}";
            case 2 -> "[" + text + "]";
            case 3 -> "{\"type\":\"response.output_text.delta\",\"delta\":" + text + more + "}";
            default ->
                "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"choices\":[{\"index\":0,"
                        + "\"delta\":{\"content\":" + text + "}}]" + more + "}";
        };
    }

    private static String member(Random random) {
        String value = random.nextInt(3) == 0 ? string(secret(random)) : random.nextBoolean() ? "5" : "\"word\"";
        return string(NAMES.get(random.nextInt(NAMES.size()))) + ":" + value;
    }

    private static String secret(Random random) {
        String key = switch (random.nextInt(6)) {
            case 0 -> KNOWN;
            case 1 -> "http://127.0.0.1:8080/s/" + TOKEN + "/v1";
            case 2 -> "password=hunter2Zq9Lm4xT&a=b";
            default -> KEYS.get(random.nextInt(KEYS.size()));
        };
        return switch (random.nextInt(5)) {
            case 0 -> Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
            case 1 -> URLEncoder.encode(key, StandardCharsets.UTF_8);
            case 2 -> string(key);
            default -> key;
        };
    }

    private static String string(String text) {
        JsonNode node = Json.nodes().stringNode(text);
        return new String(Json.compact(node), StandardCharsets.UTF_8);
    }
}

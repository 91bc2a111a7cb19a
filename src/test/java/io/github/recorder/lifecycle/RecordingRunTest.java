package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.clients.ClientLibraries;
import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whole runs that record what a scripted service answers, and replay it without the service. */
final class RecordingRunTest extends RecordingScenario {

    private ScriptedProvider service;

    @Override
    URI service() {
        return service.url();
    }

    @BeforeEach
    void start() throws IOException {
        service = ScriptedProvider.start(Reply.json(200, chat("world")));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void recordsAndReplaysWithoutTheService() throws Exception {
        RunOutcome outcome =
                record("record", run -> assertThat(content(ask(run))).isEqualTo("world"));
        service.close();

        assertThat(files()).singleElement().asString().matches("com\\.acme\\.ChatIT/[0-9a-f]{64}\\.json");
        assertThat(outcome.sentence())
                .isEqualTo(
                        "0 calls served, 0 missed, 0 recordings never asked for; 0 blocked, 1 live: 1 new, 0 changed,"
                                + " 0 unchanged");
        JsonNode recorded = recorded();
        assertThat(recorded.at("/request/url").asString()).isEqualTo("https://api.openai.com/v1/v1/chat/completions");
        assertThat(recorded.at("/response/body/__type__").asString())
                .isEqualTo("openai.types.chat.chat_completion.ChatCompletion");
        assertThat(recorded.at("/response/body/__data__/created").asInt()).isZero();
        RunOutcome replayed =
                record("replay", run -> assertThat(content(ask(run))).isEqualTo("world"));
        assertThat(replayed.served()).isEqualTo(1);
    }

    @Test
    void passesTheRequestOnAsItCame() throws Exception {
        record(
                "record",
                run -> ask(
                        run,
                        "/openai/v1/chat/completions?trace=1",
                        ASK,
                        Map.of("Authorization", "Bearer own", "X-Custom", "kept")));

        ScriptedProvider.Asked asked = service.asked().get(0);
        assertThat(asked.target()).isEqualTo("/v1/chat/completions?trace=1");
        assertThat(asked.body()).isEqualTo(ASK);
        assertThat(asked.headers())
                .containsEntry("authorization", "Bearer own")
                .containsEntry("x-custom", "kept")
                .doesNotContainKey("x-recorder-session");
        assertThat(recordedText()).doesNotContain("own").doesNotContain("X-Custom");
    }

    @Test
    void whatJavasClientDoesNotPassOnIsSaid() throws Exception {
        service.script(Reply.json(200, "{}").with("Trailer", "X-Checksum"));
        record("record", run -> {
            URI at = run.url();
            try (Socket socket = new Socket(at.getHost(), at.getPort())) {
                String head = "GET " + at.getPath() + "/openai/v1/files? HTTP/1.1\r\nHost: " + at.getAuthority()
                        + "\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().readAllBytes()).asString().startsWith("HTTP/1.1 200");
            }
        });

        assertThat(service.asked().get(0).target()).isEqualTo("/v1/files");
        assertThat(warnings)
                .satisfiesExactly(
                        empty -> assertThat(empty).contains("GET /v1/files", "without the ? at its end"),
                        trailers -> assertThat(trailers).contains("announces trailing header fields (X-Checksum)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/x", "/jobs/1", "/x/v1/y?z=1"})
    void aUrlForAllGetsWhatNamesNoServiceWhateverItsPath(String path) throws Exception {
        service.script(Reply.json(200, "{\"a\":1}"));
        record(
                "record",
                run -> assertThat(ask(run, path, "{}", Map.of()).body()).isEqualTo("{\"a\":1}"));
        service.close();

        assertThat(service.asked()).extracting(ScriptedProvider.Asked::target).containsExactly(path);
        record(
                "replay",
                run -> assertThat(ask(run, path, "{}", Map.of()).body()).isEqualTo("{\"a\":1}"));
    }

    @Test
    void theDummyKeyNeverGoesUp() throws Exception {
        Map<String, String> dummy = Map.of("Authorization", "Bearer " + ClientLibraries.DUMMY_KEY);
        record("record", run -> ask(run, CHAT, ASK, dummy));
        assertThat(service.asked().get(0).headers()).doesNotContainKey("authorization");

        UpstreamConfig keyed = new UpstreamConfig("openai", service.url().toString(), null, null, "ACME_KEY", null);
        runWith(
                request("record", List.of(keyed), Map.of("ACME_KEY", "the-real-one-1")),
                run -> ask(run, CHAT, ASK, dummy));
        assertThat(service.asked().get(1).headers()).containsEntry("authorization", "Bearer the-real-one-1");

        runWith(request("record", List.of(keyed), Map.of()), run -> {
            HttpResponse<String> response = ask(run, CHAT, ASK, dummy);
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.body()).contains("the environment variable ACME_KEY is not set");
        });
        assertThat(service.asked()).hasSize(2);
    }

    @Test
    void eachPieceOfAStreamGoesOnAtOnce() throws Exception {
        service.script(Reply.events(chunk("one"), chunk("two"), "data: [DONE]"));
        record(
                "record",
                run -> assertThat(ask(run).body())
                        .isEqualTo(chunk("one") + "\n\n" + chunk("two") + "\n\ndata: [DONE]\n\n"));
        service.close();

        assertThat(recorded().at("/response/is_streaming").asBoolean()).isTrue();
        assertThat(recorded().at("/response/body")).hasSize(2);
        record("replay", run -> assertThat(ask(run).body()).contains("\"one\"").endsWith("data: [DONE]\n\n"));
    }

    @Test
    void aGzippedStreamIsRecordedDecodedAndSentAsItCame() throws Exception {
        service.script(Reply.events(chunk("one"), "data: [DONE]").gzipped());
        record(
                "record",
                run -> assertThat(gunzipped(run, "br, gzip;q=0.5, deflate")).startsWith(chunk("one")));
        record("replay", run -> {
            assertThat(gunzipped(run, "gzip")).contains("\"one\"").endsWith("data: [DONE]\n\n");
            for (String other : List.of("identity", "deflate", "br, gzip;q=0")) {
                HttpResponse<String> plain = ask(run, CHAT, ASK, Map.of("Accept-Encoding", other));
                assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
                assertThat(plain.body()).contains("\"one\"").endsWith("data: [DONE]\n\n");
            }
        });
        assertThat(service.asked().get(0).headers()).containsEntry("accept-encoding", "gzip, deflate");
        assertThat(recorded()
                        .at("/response/body/0/__data__/choices/0/delta/content")
                        .asString())
                .isEqualTo("one");
    }

    private InputStream gzipped(RecorderRun run, String accepted) throws Exception {
        HttpResponse<InputStream> response = client.send(
                message(run, CHAT, ASK, Map.of("Accept-Encoding", accepted)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
        return response.body();
    }

    private String gunzipped(RecorderRun run, String accepted) throws Exception {
        try (InputStream body = new GZIPInputStream(gzipped(run, accepted))) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aGzippedJsonResponseHasItsEncodingAndItsLengthOnReplay() throws Exception {
        service.script(Reply.json(200, chat("zipped")).gzipped());
        record("record", run -> assertThat(gunzipped(run, "gzip")).contains("zipped"));
        assertThat(recordedText()).contains("zipped");
        record("replay", run -> assertThat(gunzipped(run, "gzip")).contains("zipped"));
        record("record-if-missing", run -> assertThat(gunzipped(run, "gzip")).contains("zipped"));
    }

    @Test
    void aGzippedStreamThatWasCutIsCutOnReplayToo() throws Exception {
        service.script(Reply.events(chunk("one")).gzipped().cutOff(cut));
        record("record", run -> {
            try (InputStream body = gzipped(run, "gzip")) {
                assertThat(body.read()).isNotNegative();
                cut.release();
                assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
            }
        });
        record("replay", run -> assertThatThrownBy(() -> gunzipped(run, "gzip")).isInstanceOf(IOException.class));
    }

    @Test
    void aCutStreamIsCutOnReplayToo() throws Exception {
        service.script(Reply.events(chunk("one")).cutOff(cut));
        record("record", run -> askUntilCut(run));

        assertThat(recorded().at("/response/is_exception").asBoolean()).isTrue();
        record("replay", run -> assertThatThrownBy(() -> ask(run)).isInstanceOf(IOException.class));
    }

    @Test
    void aClientThatLeavesDoesNotEndTheRecording() throws Exception {
        String[] events = new String[200];
        for (int i = 0; i < events.length; i++) {
            events[i] = chunk("part " + i + " " + "x".repeat(5000));
        }
        service.script(Reply.events(events));
        record("record", run -> {
            HttpRequest request = message(run, CHAT, ASK, Map.of()).build();
            try (InputStream body = client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body()) {
                assertThat(body.read()).isPositive();
            }
        });
        assertThat(recorded().at("/response/body")).hasSize(200);
        assertThat(recorded().at("/response").has("is_exception")).isFalse();
    }

    /** As an MCP client does, which opens a stream for notifications and never sees its end. */
    @Test
    void aStreamThatEndsWithTheRunIsRecordedAsFarAsItCame() throws Exception {
        String event = "data: {\"note\":1}";
        service.script(Reply.events(event).cutOff(cut));
        UpstreamConfig mcp = new UpstreamConfig("mcp", service.url().toString(), null, null, null, null);
        Part listening = run -> {
            HttpRequest request =
                    message(run, "/mcp/events", "", Map.of()).GET().build();
            try (InputStream body = client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body()) {
                assertThat(body.readNBytes(event.length() + 2)).asString().isEqualTo(event + "\n\n");
            }
        };
        runWith(request("record", List.of(mcp), Map.of()), run -> {
            listening.in(run);
            Thread.currentThread().interrupt(); // The end of the run does not wait for what may still arrive.
        });
        cut.release();

        assertThat(recorded().at("/response/cut").asBoolean()).isTrue();
        assertThat(warnings).singleElement().asString().contains("had not ended when", "/events");
        service.close();
        RunOutcome outcome = runWith(request("replay", List.of(mcp), Map.of()), listening);
        assertThat(outcome.missed()).isZero();
        runWith(
                request("replay", List.of(mcp), Map.of()),
                run -> assertThatThrownBy(() -> client.send(
                                message(run, "/mcp/events", "", Map.of()).GET().build(),
                                HttpResponse.BodyHandlers.ofString()))
                        .isInstanceOf(IOException.class));
    }

    @Test
    void anAnthropicCallKeepsItsLines() throws Exception {
        service.script(Reply.events(
                "event: message_start\ndata: {\"type\":\"message_start\"}",
                "event: message_stop\ndata: {\"type\":\"message_stop\"}"));
        record("record", run -> ask(run, "/anthropic/v1/messages", ASK, Map.of("x-api-key", "own")));
        assertThat(recorded().at("/request/url").asString()).isEqualTo("https://api.anthropic.com/v1/messages");
        assertThat(recorded().at("/response/body/0").asString()).isEqualTo("event: message_start");
        record(
                "replay",
                run -> assertThat(ask(run, "/anthropic/v1/messages", ASK, Map.of())
                                .body())
                        .contains("message_stop"));
    }

    @Test
    void bytesThatAreNoTextComeBackAsTheyWere() throws Exception {
        service.script(new Reply(
                200,
                Map.of("Content-Type", "audio/mpeg"),
                List.of("\u00ff\u0000sound"),
                java.time.Duration.ZERO,
                false,
                null));
        String path = "/openai/v1/audio/speech";
        record(
                "record",
                run -> assertThat(ask(run, path, ASK, Map.of()).statusCode()).isEqualTo(200));
        record("replay", run -> {
            HttpResponse<String> response = ask(run, path, ASK, Map.of());
            assertThat(response.body()).isEqualTo("\u00ff\u0000sound");
            assertThat(response.headers().firstValue("content-type")).contains("audio/mpeg");
        });
    }

    @Test
    void aFormIsTheSameWhateverItsBoundary() throws Exception {
        String path = "/openai/v1/audio/transcriptions";
        service.script(Reply.json(200, "{\"text\":\"said\"}"));
        record(
                "record",
                run -> ask(run, path, form("aaa"), Map.of("Content-Type", "multipart/form-data; boundary=aaa")));
        record(
                "replay",
                run -> assertThat(
                                ask(run, path, form("bbb"), Map.of("Content-Type", "multipart/form-data; boundary=bbb"))
                                        .body())
                        .isEqualTo("{\"text\":\"said\"}"));
    }

    @Test
    void membersThatPythonsSdkKeepsToItselfAreSentAndCount() throws Exception {
        String extra = ASK.replace("{\"model\"", "{\"extra_body\":{\"top_k\":40},\"timeout\":30,\"model\"");
        service.script(Reply.json(200, chat("world")));
        record("record", run -> ask(run, CHAT, extra, Map.of()));
        record("replay", run -> {
            assertThat(content(ask(run, CHAT, extra, Map.of()))).isEqualTo("world");
            assertThat(ask(run, CHAT, extra.replace("40", "41"), Map.of()).statusCode())
                    .isEqualTo(404);
            assertThat(ask(run).statusCode()).isEqualTo(404);
        });
    }

    @Test
    void differentAnswersToOneRequestAreASequence() throws Exception {
        service.script(Reply.json(200, chat("wait")), Reply.json(200, chat("wait")), Reply.json(200, chat("done")));
        record("record-if-missing", run -> askTimes(run, 4));
        assertThat(service.asked()).hasSize(4);
        assertThat(files()).hasSize(1);
        assertThat(recorded()
                        .at("/response/body/__data__/choices/0/message/content")
                        .asString())
                .isEqualTo("wait");
        record(
                "record-if-missing",
                run -> assertThat(askTimes(run, 5)).containsExactly("wait", "wait", "done", "done", "done"));
        assertThat(service.asked()).hasSize(4);
    }

    @Test
    void responsesOfAllFormsAreOneSequenceInTheirOrder() throws Exception {
        List<Reply> all = List.of(
                text(429, "text/html", "<h1>Too Many Requests</h1>"),
                text(202, "text/plain", ""),
                Reply.json(503, "{\"detail\":\"busy\"}"),
                Reply.json(200, chat("wait")),
                Reply.events(chunk("half"), "data: [DONE]"),
                text(200, "text/plain", "an answer"),
                text(503, "text/html", "<h1>Service Unavailable</h1>"),
                Reply.json(200, "[1]"),
                Reply.json(200, chat("done")));
        service.script(all.toArray(new Reply[0]));
        record("record", run -> askAll(run, all));
        assertThat(files()).hasSize(1);
        record("replay", run -> askAll(run, all));

        service.script(all.toArray(new Reply[0]));
        String before = recordedText();
        record("record", run -> askAll(run, all));
        assertThat(recordedText()).isEqualTo(before);
    }

    /** Lists of models are combined, so only what is no list has an order, and is served as it came. */
    @Test
    void whatIsNoListOfModelsIsServedAsItCame() throws Exception {
        List<Reply> none = List.of(
                text(429, "text/html", "<h1>Too Many Requests</h1>"),
                Reply.json(400, "{\"detail\":\"no\"}"),
                Reply.json(200, "[{\"id\":\"a\"}]"),
                text(404, "text/plain", "no such page"));
        service.script(none.toArray(new Reply[0]));
        record("record", run -> none.forEach(one -> assertIs(one, models(run))));
        assertThat(files()).hasSize(1);
        record("replay", run -> none.forEach(one -> assertIs(one, models(run))));

        String list = "{\"object\":\"list\",\"data\":[{\"id\":\"m\"}]}";
        service.script(Reply.json(200, list));
        record("record", run -> assertThat(models(run).body()).isEqualTo(list));
        record("replay", run -> {
            for (int i = 0; i < 3; i++) {
                assertThat(models(run).body()).isEqualTo(list);
            }
        });
    }

    private HttpResponse<String> models(RecorderRun run) {
        try {
            return client.send(
                    message(run, "/openai/v1/models", "", Map.of()).GET().build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException problem) {
            throw new AssertionError(problem);
        }
    }

    private static Reply text(int status, String mediaType, String text) {
        return Reply.json(status, text).with("Content-Type", mediaType);
    }

    private void askAll(RecorderRun run, List<Reply> all) throws Exception {
        for (Reply one : all) {
            assertIs(one, ask(run));
        }
    }

    private static void assertIs(Reply one, HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(one.status());
        assertThat(response.headers().firstValue("content-type"))
                .contains(one.headers().get("Content-Type"));
        assertThat(withoutIdAndTime(response.body())).isEqualTo(withoutIdAndTime(String.join("", one.pieces())));
    }

    private static String withoutIdAndTime(String chat) {
        return chat.replaceAll("\"id\":\"[^\"]*\",|\"created\":\\d+,", "");
    }

    @Test
    void recordingASequenceAgainChangesNoByte() throws Exception {
        service.script(Reply.json(200, chat("wait")), Reply.json(200, chat("done")));
        record("record", run -> askTimes(run, 2));
        String before = recordedText();
        String otherId = "\"id\":\"chatcmpl-2\"";
        service.script(
                Reply.json(200, chat("wait").replace("\"id\":\"chatcmpl-1\"", otherId)),
                Reply.json(200, chat("done").replace("\"id\":\"chatcmpl-1\"", otherId)));
        RunOutcome outcome = record("record", run -> askTimes(run, 2));
        assertThat(recordedText()).isEqualTo(before);
        assertThat(outcome.sentence()).endsWith("0 new, 0 changed, 1 unchanged");
    }

    private static final Reply WAIT = Reply.json(200, chat("wait"));
    private static final Reply DONE = Reply.json(200, chat("done"));
    private static final Reply BUSY = Reply.json(503, "{\"error\":{\"message\":\"busy\"}}");

    private String recordedWaitAndDone() throws Exception {
        service.script(WAIT, DONE);
        record("record", run -> askTimes(run, 2));
        return recordedText();
    }

    @Test
    void aFailureDoesNotShortenASequence() throws Exception {
        String good = recordedWaitAndDone();
        service.script(WAIT, BUSY);
        record("record", run -> askTimes(run, 2));
        assertThat(recordedText()).isEqualTo(good);

        service.script(Reply.json(200, chat("other")), BUSY, Reply.json(200, chat("another")), BUSY);
        record("record", run -> askTimes(run, 4));
        assertThat(recordedText()).isEqualTo(good);

        service.script(WAIT, Reply.events(chunk("half")).cutOff(cut));
        record("record", run -> {
            ask(run);
            askUntilCut(run);
        });
        assertThat(recordedText()).isEqualTo(good);
    }

    @Test
    void aFailureThatWasOvercomeIsAPartOfWhatReplacesASequence() throws Exception {
        recordedWaitAndDone();
        service.script(WAIT, BUSY, Reply.json(200, chat("new")));
        record("record", run -> askTimes(run, 3));
        record("replay", run -> {
            assertThat(content(ask(run))).isEqualTo("wait");
            assertThat(ask(run).statusCode()).isEqualTo(503);
            assertThat(content(ask(run))).isEqualTo("new");
        });
    }

    @Test
    void aFailureThatWasOvercomeIsAPartOfWhatReplacesOneResponse() throws Exception {
        service.script(Reply.json(200, chat("old")));
        record("record", run -> ask(run));
        service.script(BUSY, Reply.json(200, chat("new")));
        record("record", run -> askTimes(run, 2));
        record("replay", run -> {
            assertThat(ask(run).statusCode()).isEqualTo(503);
            assertThat(content(ask(run))).isEqualTo("new");
        });
    }

    @Test
    void aSecretDoesNotShortenASequence() throws Exception {
        String good = recordedWaitAndDone();
        service.script(WAIT, Reply.json(200, chat("zq8-Not-A-Real-Secret-77")), DONE);
        RunOutcome outcome = runWith(
                request("record", List.of(), Map.of("ACME_TOKEN", "zq8-Not-A-Real-Secret-77")),
                run -> askTimes(run, 3));
        assertThat(recordedText()).isEqualTo(good);
        assertThat(outcome.recording().stopped()).hasSize(1);
    }

    @Test
    void anAnswerThatCannotBeDecodedDoesNotShortenASequence() throws Exception {
        String good = recordedWaitAndDone();
        service.script(WAIT, DONE.with("Content-Encoding", "br"));
        record("record", run -> askTimes(run, 2));
        assertThat(recordedText()).isEqualTo(good);
    }

    @Test
    void aSequenceThatIsShorterNowReplacesTheOldOneWhenTheRunEnds() throws Exception {
        String good = recordedWaitAndDone();
        service.script(Reply.json(200, chat("at once")));
        String file = files().get(0);
        RunOutcome outcome = record("record", run -> {
            ask(run);
            assertThat(recordings().resolve(file)).hasContent(good);
        });
        record("replay", run -> assertThat(askTimes(run, 2)).containsExactly("at once", "at once"));
        assertThat(outcome.sentence()).endsWith("0 new, 1 changed, 0 unchanged");
    }

    @Test
    void aFailureAfterAChangedAnswerBringsTheGoodRecordingBack() throws Exception {
        record("record", run -> ask(run));
        String good = recordedText();
        service.script(WAIT, BUSY);
        RunOutcome outcome = record("record", run -> {
            ask(run);
            assertThat(recordedText()).isNotEqualTo(good);
            ask(run);
        });
        assertThat(recordedText()).isEqualTo(good);
        assertThat(outcome.sentence()).endsWith("0 new, 0 changed, 1 unchanged, 1 failed");
    }

    @Test
    void recordIfMissingAsksOnlyForWhatIsMissing() throws Exception {
        record("record", run -> ask(run));
        record("record-if-missing", run -> {
            assertThat(content(ask(run))).isEqualTo("world");
            ask(run, CHAT, ASK.replace("hello", "else"), Map.of());
        });
        assertThat(service.asked()).hasSize(2);
        assertThat(files()).hasSize(2);
    }

    @Test
    void liveRecordsNothing() throws Exception {
        record("live", run -> assertThat(content(ask(run))).isEqualTo("world"));
        assertThat(files()).isEmpty();
    }

    @Test
    void recordingTheSameAgainChangesNoByte() throws Exception {
        record("record", run -> ask(run));
        String before = recordedText();
        service.script(Reply.json(
                200, chat("world").replace("\"created\":7", "\"created\":8").replace("chatcmpl-1", "chatcmpl-2")));
        RunOutcome outcome = record("record", run -> ask(run));
        assertThat(recordedText()).isEqualTo(before);
        assertThat(outcome.sentence()).endsWith("0 new, 0 changed, 1 unchanged");

        service.script(Reply.json(200, chat("moon")));
        RunOutcome changed = record("record", run -> ask(run));
        assertThat(changed.sentence()).endsWith("1 live: 0 new, 1 changed, 0 unchanged");
        assertThat(changed.recording().changes())
                .containsExactly("changed " + files().get(0) + ": text was \"world\", is \"moon\"");
    }

    @Test
    void theLedgerCountsWhatWasWritten() throws Exception {
        List<RecorderRun> runs = new ArrayList<>();
        Part asks = run -> {
            runs.add(run);
            ask(run);
        };
        record("record", asks);
        record("record", asks);
        service.script(Reply.json(503, "{\"error\":{\"message\":\"busy\"}}"));
        record("record", asks);

        assertThat(runs).extracting(run -> run.ledger().recordedCount()).containsExactly(1L, 0L, 0L);
        assertThat(runs).extracting(run -> run.ledger().liveCount()).containsExactly(1L, 1L, 1L);
    }

    @Test
    void aFailureNeverReplacesAGoodRecording() throws Exception {
        record("record", run -> ask(run));
        String good = recordedText();
        for (Reply failure : List.of(
                Reply.json(429, "{\"error\":{\"message\":\"slow down\"}}").with("Retry-After", "1"),
                Reply.json(401, "{\"error\":{\"message\":\"wrong key\"}}"),
                Reply.json(503, "{\"error\":{\"message\":\"busy\"}}"),
                // No SDK's error, so a recording of it has another shape and another name.
                Reply.json(500, "{}"),
                Reply.json(502, "[]"))) {
            service.script(failure);
            record("record", run -> assertThat(ask(run).statusCode()).isEqualTo(failure.status()));
        }
        service.script(Reply.events(chunk("half")).cutOff(cut));
        record("record", run -> askUntilCut(run));
        service.close();
        record("record", run -> {
            HttpResponse<String> response = ask(run);
            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(response.body()).contains("The upstream openai did not answer POST /v1/chat/completions");
        });
        assertThat(recordedText()).isEqualTo(good);
        assertThat(files()).hasSize(1);
    }

    @Test
    void aFailureReplacesAGoodRecordingOnlyWhereThatIsMeant() throws Exception {
        record("record", run -> ask(run));
        String good = recordedText();
        service.script(Reply.json(503, "{\"error\":{\"message\":\"busy\"}}"));
        runWith(recordingErrors("never"), run -> ask(run));
        assertThat(recordedText()).isEqualTo(good);
        assertThat(warnings).singleElement().asString().endsWith("It is not recorded (recordErrors is never).");

        warnings.clear();
        RunOutcome outcome = runWith(recordingErrors("always"), run -> ask(run));
        assertThat(recorded().at("/response/exception_data/status_code").asInt())
                .isEqualTo(503);
        assertThat(warnings)
                .singleElement()
                .asString()
                .endsWith("It is recorded, also in the place of a good recording (recordErrors is always).");
        assertThat(outcome.recording().changes()).singleElement().asString().contains("text was \"world\", is none");
    }

    @Test
    void aRefusalOfTheKeyIsPassedOnAndCountedAndNotRecorded() throws Exception {
        for (int status : new int[] {401, 403}) {
            service.script(Reply.json(status, "{\"error\":{\"message\":\"wrong key\"}}"));
            RunOutcome outcome = record(
                    "record-if-missing",
                    run -> assertThat(ask(run).statusCode()).isEqualTo(status));
            assertThat(outcome.recording().counts()).isEqualTo("0 new, 0 changed, 0 unchanged, 1 failed");
        }
        assertThat(files()).isEmpty();
        assertThat(warnings)
                .hasSize(2)
                .allSatisfy(text -> assertThat(text)
                        .contains("It is not recorded because it is about the key, not about the request."));
        RunOutcome replayed = record("replay", run -> ask(run));
        assertThat(replayed.missed()).isEqualTo(1);

        service.script(Reply.json(401, "{\"error\":{\"message\":\"wrong key\"}}"));
        runWith(recordingErrors("always"), run -> ask(run));
        assertThat(files()).hasSize(1);
    }

    private RecordingOptions recordingErrors(String errors) {
        return new RecordingOptions(
                "record",
                new RequestParsingOptions(List.of(), service().toString(), null, List.of()),
                false,
                errors,
                false,
                "none",
                300,
                300,
                Map.of(),
                Map.of());
    }

    @Test
    void whatChangedInTheUsageIsSaidNumberByNumber() throws Exception {
        String usage = ",\"usage\":{\"prompt_tokens\":3,\"details\":{\"cached\":0},\"total_tokens\":5}}";
        String before = chat("world").replaceFirst("}$", usage);
        service.script(Reply.json(200, before));
        record("record", run -> ask(run));
        service.script(
                Reply.json(200, before.replace("\"cached\":0", "\"cached\":2").replace(":5}", ":6}")));
        assertThat(record("record", run -> ask(run)).recording().changes())
                .containsExactly("changed " + files().get(0) + ": cached was 0, is 2; total_tokens was 5, is 6");
    }

    @Test
    void aServiceThatIsNotThereIsRecordedWithoutItsAddress() throws Exception {
        URI address = service();
        service.close();
        RecordingOptions closed = request("record", List.of(), Map.of());
        runWith(closed, run -> assertThat(ask(run).body()).contains(address.getAuthority()));
        assertThat(recordedText())
                .contains("The service did not answer POST /v1/chat/completions when this was recorded")
                .doesNotContain(address.getAuthority());
    }

    @Test
    void aFailureIsRecordedWhereNothingWasAndAGoodAnswerFollowsIt() throws Exception {
        service.script(
                Reply.json(429, "{\"error\":{\"message\":\"slow down\"}}").with("Retry-After", "1"));
        record("record", run -> ask(run));
        record("replay", run -> {
            HttpResponse<String> response = ask(run);
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.headers().firstValue("retry-after")).contains("1");
            assertThat(response.body()).isEqualTo("{\"error\":{\"message\":\"slow down\"}}");
        });
        // What failed counts as missing.
        service.script(Reply.json(200, chat("world")));
        record("record-if-missing", run -> assertThat(content(ask(run))).isEqualTo("world"));
        assertThat(recorded().at("/response").has("is_exception")).isFalse();
        assertThat(files()).hasSize(1);
    }

    @Test
    void aSecretStopsTheWriteAndIsNotShown() throws Exception {
        String secret = "zq8-Not-A-Real-Secret-77";
        service.script(Reply.events(chunk("the key is zq8-Not-A-"), chunk("Real-Secret-77, keep it")));
        RunOutcome outcome = runWith(request("record", List.of(), Map.of("ACME_TOKEN", secret)), run -> ask(run));

        assertThat(files()).isEmpty();
        assertThat(outcome.recording().stopped())
                .singleElement()
                .asString()
                .contains("com.acme.ChatIT/")
                .contains("/response/body/*/__data__/choices/0/delta/content")
                .contains("the value of the environment variable ACME_TOKEN")
                .doesNotContain(secret);
    }

    @Test
    void credentialsAreReplacedAndReplayStillMatches() throws Exception {
        String path = "/gemini/v1beta/models/m:embedContent?key=abc-1&x=1";
        String body = "{\"text\":\"t\",\"config\":{\"api_key\":\"abc-2\"}}";
        service.script(Reply.json(200, "{\"values\":[1.5],\"access_token\":\"abc-3\"}"));
        record(
                "record",
                run -> assertThat(ask(run, path, body, Map.of()).body()).contains("abc-3"));
        assertThat(service.asked().get(0).target()).contains("key=abc-1");
        assertThat(recordedText()).doesNotContain("abc-").contains("key=REDACTED");
        record(
                "replay",
                run -> assertThat(ask(run, path.replace("abc-1", "zzz"), body.replace("abc-2", "yyy"), Map.of())
                                .body())
                        .isEqualTo("{\"values\":[1.5],\"access_token\":\"REDACTED\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "application/jsonl, ''",
        "application/stream+json, ''",
        "application/json-seq, '\u001e'",
        "text/event-stream, 'data: '",
        "application/vnd.acme+json, ''",
        "'', ''"
    })
    void credentialsOfAStreamAreReplacedWhateverItsMediaType(String mediaType, String prefix) throws Exception {
        String one = prefix + "{\"text\":\"t\",\"api_key\":\"abc-3\"}";
        String end = mediaType.equals("text/event-stream") ? "\n\n" : "\n";
        service.script(Reply.json(200, one + end + one + end).with("Content-Type", mediaType));
        record(
                "record",
                run -> assertThat(ask(run, "/gemini/v1/other", ASK, Map.of()).body())
                        .contains("abc-3"));

        assertThat(recordedText()).contains("api_key").contains("REDACTED").doesNotContain("abc-3");
        String redacted = one.replace("abc-3", "REDACTED");
        record(
                "replay",
                run -> assertThat(ask(run, "/gemini/v1/other", ASK, Map.of()).body())
                        .isEqualTo(redacted + end + redacted + end));
    }

    @Test
    void ciIsRefusedUnlessItIsMeant() throws Exception {
        assertThatThrownBy(() -> runWith(request("record", List.of(), Map.of("CI", "true")), run -> {}))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("-Drecorder.allowOnCi");
        runWith(request("replay", List.of(), Map.of("CI", "true")), run -> {});
    }

    @Test
    void recordedTimesPaceTheReplay() throws Exception {
        service.script(Reply.events(chunk("one"), chunk("two")).every(java.time.Duration.ofMillis(30)));
        RecordingOptions timed = new RecordingOptions(
                "record",
                new RequestParsingOptions(List.of(), service.url().toString(), null, List.of()),
                false,
                "missing",
                true,
                "none",
                300,
                300,
                Map.of(),
                Map.of());
        runWith(timed, run -> ask(run));
        assertThat(recorded().at("/response/timing")).hasSize(2);
        assertThat(recorded().at("/response/timing/0").asInt()).isGreaterThanOrEqualTo(30);
        RecordingOptions paced = new RecordingOptions(
                "replay",
                new RequestParsingOptions(List.of(), null, null, List.of()),
                false,
                "missing",
                false,
                "recorded",
                300,
                300,
                Map.of(),
                Map.of());
        runWith(paced, run -> {
            long start = System.nanoTime();
            assertThat(ask(run).body()).contains("\"two\"");
            // Events never come before their time; how much later they come is the machine's affair.
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(60_000_000L);
        });
    }

    private static String form(String boundary) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper\r\n--" + boundary
                + "\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n"
                + "Content-Type: audio/mpeg\r\n\r\n"
                + "sound\r\n"
                + "--"
                + boundary + "--\r\n";
    }
}

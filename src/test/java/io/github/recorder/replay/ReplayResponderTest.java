package io.github.recorder.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ExampleRecording;
import io.github.recorder.diagnosis.MissExplainer;
import io.github.recorder.diagnosis.MissLog;
import io.github.recorder.diagnosis.MissReports;
import io.github.recorder.diagnosis.RemovedRecordings;
import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.ledger.LedgerWriter;
import io.github.recorder.matching.Isolation;
import io.github.recorder.matching.MatchingRule;
import io.github.recorder.matching.MatchingRules;
import io.github.recorder.matching.ServiceRules;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordingCodec;
import io.github.recorder.redaction.Redaction;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.store.RecordingStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class ReplayResponderTest {

    private static final String CHAT = "/v1/chat/completions";

    @TempDir
    private Path directory;

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final LedgerWriter ledger = new LedgerWriter();
    private @Nullable RecordingStore store;

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions",
                "/openai/v1/chat/completions",
                "/openai/chat/completions",
                "/chat/completions",
                "/v1/v1/chat/completions",
                "/openai/v1/v1/chat/completions",
                "/s/7/openai/v1/chat/completions",
            })
    void answersHoweverTheClientSpellsThePath(String path) throws IOException {
        ExampleRecording call = record("a.B#c", "hello", "world");
        assertThat(content(ask(responder(Isolation.PREFER), path, "a.B#c", call)))
                .isEqualTo("world");
        assertThat(ledger.servedRecordings()).containsExactly(call.hash() + ".json");
    }

    @Test
    void tellsWhichFileAnswered() throws IOException {
        ExampleRecording call = record(null, "hello", "world");
        RecorderResponse response = ask(responder(Isolation.PREFER), CHAT, null, call);
        assertThat(response.wire().headers()).contains(new HttpHeader("X-Recorder-Recording", call.hash() + ".json"));
        assertThat(response.wire().status()).isEqualTo(200);
    }

    @Test
    void prefersTheTestsOwnThenTheShared() throws IOException {
        ExampleRecording own = record("a.B#c", "hello", "own");
        record(null, "hello", "shared");
        record("x.Y#z", "hello", "other");
        Responder responder = responder(Isolation.PREFER);
        assertThat(content(ask(responder, CHAT, "a.B#c", own))).isEqualTo("own");
        assertThat(content(ask(responder, CHAT, "a.B#unknown", own))).isEqualTo("shared");
        assertThat(content(ask(responder, CHAT, null, own))).isEqualTo("shared");
    }

    @Test
    void takesAnotherTestsWhereAllAgree() throws IOException {
        ExampleRecording call = record("a.B#c", "hello", "same");
        record("x.Y#z", "hello", "same");
        assertThat(content(ask(responder(Isolation.PREFER), CHAT, "new.Test#t", call)))
                .isEqualTo("same");
    }

    @Test
    void missesWhereOtherTestsDisagreeAndSaysSo() throws IOException {
        ExampleRecording call = record("a.B#c", "hello", "one");
        record("x.Y#z", "hello", "two");
        RecorderResponse response = ask(responder(Isolation.PREFER), CHAT, "new.Test#t", call);
        assertThat(response).isInstanceOf(RecorderResponse.Missed.class);
        assertThat(((RecorderResponse.Missed) response).text())
                .contains("their responses differ")
                .contains("a.B#c")
                .contains("x.Y#z");
    }

    @Test
    void strictKeepsEveryTestToItsOwn() throws IOException {
        ExampleRecording call = record("a.B#c", "hello", "one");
        RecorderResponse response = ask(responder(Isolation.STRICT), CHAT, "new.Test#t", call);
        assertThat(((RecorderResponse.Missed) response).text())
                .contains("Isolation is strict")
                .contains(call.hash() + ".json (a.B#c)");
    }

    @Test
    void sharedTakesTheBestOfAnyTest() throws IOException {
        ExampleRecording call = record("a.B#c", "hello", "one");
        record("x.Y#z", "hello", "two");
        RecorderResponse response = ask(responder(Isolation.SHARED), CHAT, "new.Test#t", call);
        assertThat(response).isInstanceOf(RecorderResponse.Replayed.class);
    }

    /** What was decided for one test must not change the response to another test, or after a recording is written. */
    @ParameterizedTest
    @EnumSource(Isolation.class)
    void answersEachTestAsIfItWereTheFirst(Isolation isolation) throws Exception {
        ExampleRecording equal = record("a.A#one", "equal", "same");
        record("a.B", "equal", "same");
        ExampleRecording different = record("a.A#one", "different", "first");
        record("a.B#two", "different", "second");
        record("a.C", "different", "third");
        ExampleRecording shared = record(null, "shared", "everybody's");
        record("a.A#one", "shared", "its own");
        List<String> tests =
                List.of("x.X#one", "a.A#one", "a.B#two", "a.B$Nested#two", "a.C", "a.Bc#two", "x.X#one", "");

        ReplayResponder lasting = responder(isolation);
        RecordingStore written = store;
        for (boolean again : new boolean[] {false, true}) {
            for (ExampleRecording call : List.of(equal, different, shared)) {
                for (String test : tests) {
                    RecorderResponse expected = ask(responder(isolation), CHAT, test.isEmpty() ? null : test, call);
                    RecorderResponse response = ask(lasting, CHAT, test.isEmpty() ? null : test, call);
                    assertThat(response.wire().headers())
                            .as("%s %s %s", test, call.hash(), again)
                            .isEqualTo(expected.wire().headers());
                    assertThat(response.wire().body()).isEqualTo(expected.wire().body());
                }
            }
            ExampleRecording own = ExampleRecording.of("x.X#one", "equal", "of its own");
            written.write(own.hash() + ".json", RecordingCodec.read(RecordingCodec.write(own.document())));
        }
    }

    @Test
    void aMissIsAnErrorOfTheProvidersShapeWhichIsNotRetried() throws IOException {
        record("a.B#c", "hello", "world");
        ExampleRecording never = ExampleRecording.of("a.B#c", "never recorded", "");
        Responder responder = responder(Isolation.PREFER);
        RecorderResponse response = ask(responder, CHAT, "a.B#c", never);
        assertThat(response.wire().status()).isEqualTo(404);
        assertThat(response.wire().headers())
                .contains(new HttpHeader("x-should-retry", "false"))
                .contains(new HttpHeader("X-Recorder-Miss", "true"))
                .contains(new HttpHeader("Content-Type", "application/json"));
        assertThat(json(response).at("/error/code").asString()).isEqualTo("recording_not_found");
        assertThat(json(response).at("/error/message").asString())
                .contains("POST /v1/chat/completions")
                .contains("a.B#c")
                .contains(never.hash());
    }

    @Test
    void warnsOfARepeatedMissOnceAndCountsItEachTime() throws IOException {
        Responder responder = responder(Isolation.PREFER);
        ExampleRecording never = ExampleRecording.of("a.B#c", "never recorded", "");
        ask(responder, CHAT, "a.B#c", never);
        ask(responder, CHAT, "a.B#c", never);
        assertThat(warnings).hasSize(1);
        assertThat(ledger.missedCount()).isEqualTo(2);
        assertThat(ledger.misses()).hasSize(1);
    }

    @Test
    void explainsRepeatedMissOnce() throws IOException {
        ExampleRecording near = record("a.B#c", "hello", "world");
        ExampleRecording never = ExampleRecording.of("a.B#c", "hello again", "");
        Responder responder = responder(Isolation.PREFER);
        RecorderResponse first = ask(responder, CHAT, "a.B#c", never);
        assertThat(((RecorderResponse.Missed) first).text()).contains(near.hash());
        Files.delete(directory.resolve(near.hash() + ".json"));
        assertThat(ask(responder, CHAT, "a.B#c", never)).isEqualTo(first);
        assertThat(ledger.misses()).singleElement().asString().endsWith(" (2 times)");
    }

    @Test
    void namesMissesAfterTheFirstWithoutComparingThem() throws IOException {
        record("a.B#c", "hello", "world");
        Responder responder = responder(Isolation.PREFER);
        for (int i = 0; i < 200; i++) {
            ask(responder, CHAT, "a.B#c", ExampleRecording.of("a.B#c", "hello " + i, ""));
        }
        assertThat(warnings).hasSize(200);
        assertThat(warnings.get(19)).contains("\n  nearest    ");
        assertThat(warnings.get(20)).isEqualTo("No recording answers POST /v1/chat/completions of test a.B#c.");
        ExampleRecording next = ExampleRecording.of("a.B#c", "hello you", "");
        RecorderResponse.Missed missed = (RecorderResponse.Missed) ask(responder, CHAT, "a.B#c", next);
        assertThat(missed.text())
                .isEqualTo("No recording answers POST /v1/chat/completions of test a.B#c (hash " + next.hash()
                        + "). It was not compared with the recordings, because 200 misses of this run were."
                        + " Record it: mvn verify -Drecorder.mode=record-if-missing.");
        assertThat(missed.noted())
                .isEqualTo("POST /v1/chat/completions (hash " + next.hash().substring(0, 12) + ")");
        ask(responder, CHAT, "a.B#c", ExampleRecording.of("a.B#c", "hello me", ""));
        assertThat(warnings).hasSize(201).last().asString().startsWith("200 misses were explained.");
    }

    @Test
    void countsARepeatedAnswerEachTime() throws IOException {
        ExampleRecording call = record(null, "hello", "world");
        Responder responder = responder(Isolation.PREFER);
        RecorderResponse first = ask(responder, CHAT, null, call);
        assertThat(ask(responder, CHAT, null, call)).isSameAs(first);
        assertThat(ledger.servedCount()).isEqualTo(2);
    }

    @Test
    void aSpellingOfTheJsonMakesNoOtherRequest() throws IOException {
        record(null, "h\u00e9", "world");
        String spelled = "{ \"messages\":[{\"content\":\"h\\u00e9\",\"role\":\"user\"}],\n\"model\":\"gpt-4o\"}";
        RecorderResponse response = responder(Isolation.PREFER).respond(exchange("POST", CHAT, Map.of(), spelled));
        assertThat(content(response)).isEqualTo("world");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-OGX-Provider-Data", "X-LlamaStack-Provider-Data"})
    void findsTheTestInTheProviderData(String header) throws IOException {
        ExampleRecording own = record("a.B#c", "hello", "own");
        record(null, "hello", "shared");
        RecorderResponse response = responder(Isolation.PREFER)
                .respond(exchange(
                        "POST", CHAT, Map.of(header, "{\"__test_id\": \"a.B#c\", \"more\": 1}"), own.requestBody()));
        assertThat(content(response)).isEqualTo("own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not JSON", "[]", "{}", "{\"__test_id\": 5}", "null", ""})
    void passesOverProviderDataThatNamesNoTest(String value) throws IOException {
        ExampleRecording shared = record(null, "hello", "shared");
        RecorderResponse response = responder(Isolation.PREFER)
                .respond(exchange("POST", CHAT, Map.of("X-OGX-Provider-Data", value), shared.requestBody()));
        assertThat(content(response)).isEqualTo("shared");
    }

    @Test
    void aBodyThatIsNotJsonIsAMissLikeAnyOther() throws IOException {
        RecorderResponse response =
                responder(Isolation.PREFER).respond(exchange("POST", CHAT, Map.of(), "{\"model\": "));
        assertThat(response).isInstanceOf(RecorderResponse.Missed.class);
        assertThat(response.wire().status()).isEqualTo(404);
        assertThat(ledger.missedCount()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/s/abc", "/s/abc/"})
    void aLookAtTheRootIsNoMiss(String path) throws IOException {
        RecorderResponse response = responder(Isolation.PREFER).respond(exchange("GET", path, Map.of(), ""));
        assertThat(response).isInstanceOf(RecorderResponse.Banner.class);
        assertThat(response.wire().status()).isEqualTo(200);
        assertThat(ledger.missedCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ollama", "/openai/"})
    void theRootOfAServiceIsThatOfTheService(String path) throws IOException {
        RecorderResponse response = responder(Isolation.PREFER).respond(exchange("GET", path, Map.of(), ""));
        assertThat(response).isInstanceOf(RecorderResponse.Missed.class);
    }

    @Test
    void aNameThatIsNoServicesIsRefusedWithThoseThatAre() throws IOException {
        RecorderResponse response =
                responder(Isolation.PREFER).respond(exchange("POST", "/crm/customers", Map.of(), "{}"));
        assertThat(response).isInstanceOf(RecorderResponse.Missed.class);
        assertThat(response.wire().status()).isEqualTo(400);
        assertThat(json(response).path("message").asString())
                .startsWith("POST /crm/customers is for no known service: crm is not the name of one.")
                .contains("anthropic, azure, cohere, gemini, groq");
        assertThat(ledger.missedCount()).isOne();
    }

    @Test
    void aBrokenRecordingIsNamedInTheMiss() throws IOException {
        ExampleRecording call = record(null, "hello", "world");
        Path file = directory.resolve(call.hash() + ".json");
        Files.writeString(file, Files.readString(file).replace("\"stop\"", "stop"));
        RecorderResponse response = ask(responder(Isolation.PREFER), CHAT, null, call);
        assertThat(((RecorderResponse.Missed) response).text())
                .contains("is broken")
                .contains(call.hash() + ".json, line ");
    }

    @Test
    void aModelListIsTheUnionOfThoseOfItsUpstream() throws IOException {
        modelList("https://api.openai.com/v1", "m1", "m2");
        modelList("https://api.openai.com/v1", "m2", "m3");
        modelList("http://localhost:11434/v1", "llama");
        Responder responder = responder(Isolation.PREFER);
        assertThat(models(responder.respond(exchange("GET", "/openai/v1/models", Map.of(), ""))))
                .containsExactlyInAnyOrder("m1", "m2", "m3");
        assertThat(models(responder.respond(exchange("GET", "/v1/models", Map.of(), ""))))
                .containsExactlyInAnyOrder("m1", "m2", "m3", "llama");
        assertThat(ledger.servedRecordings()).hasSize(3);
    }

    @Test
    void findsRecordingsOfTheIdThatTheTestHadUnlessItHasItsOwn() throws IOException {
        ExampleRecording call = record("a.Base$Inner#c", "hello", "from before");
        record(null, "hello", "shared");
        assertThat(content(askAs("a.B$Inner#c", "a.Base$Inner#c", call))).isEqualTo("from before");
        assertThat(content(askAs("a.B$Inner#c", null, call))).isEqualTo("shared");

        record("a.B$Inner#c", "hello", "own");
        assertThat(content(askAs("a.B$Inner#c", "a.Base$Inner#c", call))).isEqualTo("own");
    }

    private RecorderResponse askAs(String test, @Nullable String formerTest, ExampleRecording call) throws IOException {
        Exchange exchange = exchange("POST", CHAT, Map.of(), call.requestBody());
        CallerIdentity caller = new CallerIdentity(test, AttributionConfidence.EXACT, formerTest);
        return responder(Isolation.STRICT).respond(exchange.from(caller));
    }

    @Test
    void aTestThatRunsAgainGetsItsSequenceAnew() throws IOException {
        ExampleRecording call = sequence("a.B#c");
        ReplayResponder responder = responder(Isolation.PREFER);
        assertThat(List.of(content(ask(responder, CHAT, "a.B#c", call)), content(ask(responder, CHAT, "a.B#c", call))))
                .containsExactly("wait", "done");
        responder.testStarted("x.Y#z");
        assertThat(content(ask(responder, CHAT, "a.B#c", call))).isEqualTo("done");
        responder.testStarted("a.B#c");
        assertThat(content(ask(responder, CHAT, "a.B#c", call))).isEqualTo("wait");
        assertThat(content(ask(responder, CHAT, "a.B#c", call))).isEqualTo("done");
    }

    @Test
    void eachTestBeginsASharedSequenceAtItsFirstAnswer() throws IOException {
        ExampleRecording call = sequence(null);
        Responder responder = responder(Isolation.PREFER);
        assertThat(content(ask(responder, CHAT, "a.B#c", call))).isEqualTo("wait");
        assertThat(content(ask(responder, CHAT, "x.Y#z", call))).isEqualTo("wait");
        assertThat(content(ask(responder, CHAT, "a.B#c", call))).isEqualTo("done");
    }

    @Test
    void readsSequenceOnce() throws IOException {
        ExampleRecording call = sequence("a.B#c");
        Responder responder = responder(Isolation.PREFER);
        assertThat(content(ask(responder, CHAT, "a.B#c", call))).isEqualTo("wait");
        Files.delete(directory.resolve(call.hash() + ".json"));
        assertThat(content(ask(responder, CHAT, "a.B#c", call))).isEqualTo("done");
    }

    @Test
    void readsAndComparesRecordingsOfOtherTestsOnce() throws IOException {
        ExampleRecording call = record("a.B#c", "hello", "same");
        ExampleRecording other = record("x.Y#z", "hello", "same");
        Responder responder = responder(Isolation.PREFER);
        assertThat(content(ask(responder, CHAT, "new.Test#t", call))).isEqualTo("same");
        Files.delete(directory.resolve(call.hash() + ".json"));
        Files.delete(directory.resolve(other.hash() + ".json"));
        assertThat(content(ask(responder, CHAT, "new.Test#u", call))).isEqualTo("same");
        assertThat(content(ask(responder, CHAT, "a.B#c", call))).isEqualTo("same");
    }

    @Test
    void servesEveryEventOfRepeatedRequestAtItsPace() throws Exception {
        ExampleRecording call = record("a.B#c", "hello", "world");
        ObjectNode document = call.document();
        ((ObjectNode) document.path("response")).putArray("timing").add(1);
        Files.write(directory.resolve(call.hash() + ".json"), RecordingCodec.write(document));
        ReplaySettings paced = new ReplaySettings(
                Isolation.PREFER,
                UpstreamTable.builtIn(),
                "src/test/recordings",
                1 << 20,
                Redaction.builtIn(),
                ReplayPace.RECORDED,
                Set.of());
        Responder responder = responder(paced, new Dialects());
        assertThat(events(ask(responder, CHAT, "a.B#c", call))).isEqualTo(1);
        assertThat(events(ask(responder, CHAT, "a.B#c", call))).isEqualTo(1);
    }

    private static int events(RecorderResponse response) throws Exception {
        StreamedBody body = Objects.requireNonNull(response.streamed());
        int events = 0;
        while (body.next().toCompletableFuture().get().bytes().hasRemaining()) {
            events++;
        }
        return events;
    }

    /** A recording that says "wait" first and "done" then. */
    private ExampleRecording sequence(@Nullable String testId) throws IOException {
        ExampleRecording first = record(testId, "ready?", "wait");
        ObjectNode document = first.document();
        JsonNode next = ExampleRecording.of(testId, "ready?", "done").document().path("response");
        ((ObjectNode) document.path("response")).putArray("next").add(next);
        Files.write(directory.resolve(first.hash() + ".json"), RecordingCodec.write(document));
        return first;
    }

    @Test
    void aServiceWithAnotherFormOfListsGetsNoneOfOpenAi() throws IOException {
        modelList("https://api.openai.com/v1", "m1");
        RecorderResponse response =
                responder(Isolation.PREFER).respond(exchange("GET", "/anthropic/v1/models", Map.of(), ""));
        assertThat(response).isInstanceOf(RecorderResponse.Missed.class);
        assertThat(json(response).path("type").asString()).isEqualTo("error");
    }

    @Test
    void aKeyInTheQueryIsInNoMessage() throws IOException {
        RecorderResponse response = responder(Isolation.PREFER)
                .respond(new Exchange(
                        "POST",
                        "/gemini/v1beta/models/gemini-pro:generateContent",
                        "key=AIza-not-a-real-key",
                        name -> null,
                        ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8))));
        assertThat(((RecorderResponse.Missed) response).text())
                .contains("gemini-pro:generateContent")
                .doesNotContain("AIza");
    }

    @Test
    void oneModelIsTakenFromTheLists() throws IOException {
        modelList("https://api.openai.com/v1", "m1", "org/m2");
        Responder responder = responder(Isolation.PREFER);
        RecorderResponse response = responder.respond(exchange("GET", "/v1/models/org%2Fm2", Map.of(), ""));
        assertThat(json(response).path("id").asString()).isEqualTo("org/m2");
        assertThat(responder.respond(exchange("GET", "/v1/models/m9", Map.of(), "")))
                .isInstanceOf(RecorderResponse.Missed.class);
    }

    private int lists;

    private void modelList(String baseUrl, String... ids) throws IOException {
        StringBuilder models = new StringBuilder();
        for (String id : ids) {
            models.append(models.isEmpty() ? "" : ", ")
                    .append("{\"__type__\": \"openai.types.model.Model\", \"__data__\": {\"id\": \"" + id
                            + "\", \"object\": \"model\"}}");
        }
        Files.writeString(
                directory.resolve("models-" + lists++ + ".json"),
                "{\"request\": {\"method\": \"POST\", \"url\": \"" + baseUrl
                        + "/v1/models\", \"headers\": {}, \"body\": {}, \"endpoint\": \"/v1/models\", \"model\": \"\"},"
                        + " \"response\": {\"body\": [" + models + "], \"is_streaming\": false}}\n");
    }

    private static List<String> models(RecorderResponse response) {
        return json(response)
                .path("data")
                .valueStream()
                .map(model -> model.path("id").asString())
                .toList();
    }

    private ExampleRecording record(@Nullable String testId, String prompt, String response) throws IOException {
        ExampleRecording recording = ExampleRecording.of(testId, prompt, response);
        recording.writeTo(directory);
        return recording;
    }

    @Test
    void usersRulesHoldForRequestsAndForWhatWasRecordedBeforeThem() throws IOException {
        record("com.acme.ChatIT#knows", "Today is 2026-11-26. My trip?", "recorded on the 26th");
        ExampleRecording nextDay = ExampleRecording.of("com.acme.ChatIT#knows", "Today is 2026-11-27. My trip?", "");
        MatchingRule today = MatchingRule.replaced("Today is (\\d{4}-\\d{2}-\\d{2})", "*");

        assertThat(ask(responder(Isolation.PREFER), CHAT, "com.acme.ChatIT#knows", nextDay))
                .isInstanceOf(RecorderResponse.Missed.class);
        MatchingRules rules = new MatchingRules(List.of(today), warnings::add);
        assertThat(content(ask(
                        responder(Isolation.PREFER, new Dialects(new ServiceRules(rules, Map.of()))),
                        CHAT,
                        "com.acme.ChatIT#knows",
                        nextDay)))
                .isEqualTo("recorded on the 26th");
    }

    @Test
    void recordingOfTheVeryRequestComesBeforeOneThatARuleMakesTheSame() throws IOException {
        record("com.acme.ChatIT#knows", "Today is 2026-11-26.", "the 26th");
        record("com.acme.ChatIT#knows", "Today is 2026-11-27.", "the 27th");
        MatchingRules rules = new MatchingRules(List.of(MatchingRule.replaced("\\d+", "*")), warnings::add);
        ReplayResponder responder = responder(Isolation.PREFER, new Dialects(new ServiceRules(rules, Map.of())));

        for (String day : List.of("26", "27")) {
            ExampleRecording call = ExampleRecording.of("com.acme.ChatIT#knows", "Today is 2026-11-" + day + ".", "");
            assertThat(content(ask(responder, CHAT, "com.acme.ChatIT#knows", call)))
                    .isEqualTo("the " + day + "th");
        }
    }

    private ReplayResponder responder(Isolation isolation) throws IOException {
        return responder(isolation, new Dialects());
    }

    private ReplayResponder responder(Isolation isolation, Dialects dialects) throws IOException {
        return responder(
                new ReplaySettings(isolation, UpstreamTable.builtIn(), "src/test/recordings", 1 << 20), dialects);
    }

    private ReplayResponder responder(ReplaySettings settings, Dialects dialects) throws IOException {
        store = RecordingStore.open(
                directory, new ComparableRequests(UpstreamTable.builtIn(), dialects)::of, problem -> {});
        store.startIndexing();
        MissExplainer explainer = new MissExplainer(
                store,
                dialects,
                UpstreamTable.builtIn(),
                "src/test/recordings",
                MissReports.none(),
                SecretScan.BUILT_IN,
                RemovedRecordings.NONE,
                new MissLog());
        return new ReplayResponder(store, dialects, ledger, settings, explainer, warnings::add);
    }

    private static RecorderResponse ask(
            Responder responder, String path, @Nullable String testId, ExampleRecording call) {
        Map<String, String> headers = testId == null ? Map.of() : Map.of("X-Recorder-Test-Id", testId);
        return responder.respond(exchange("POST", path, headers, call.requestBody()));
    }

    private static Exchange exchange(String method, String path, Map<String, String> headers, String body) {
        return new Exchange(method, path, null, headers::get, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String content(RecorderResponse response) {
        return json(response).at("/choices/0/message/content").asString();
    }

    private static JsonNode json(RecorderResponse response) {
        byte[] bytes = new byte[response.wire().body().remaining()];
        response.wire().body().duplicate().get(bytes);
        return Json.parse(bytes);
    }
}

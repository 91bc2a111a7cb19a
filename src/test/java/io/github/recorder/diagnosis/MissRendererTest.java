package io.github.recorder.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ExampleRecording;
import io.github.recorder.Golden;
import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.Endpoint;
import io.github.recorder.provider.LiveRequest;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.recording.Json;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.store.RecordingStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every text that a user sees on a miss, as a golden file: paragraph, log and report. */
final class MissRendererTest {

    private static final String CHAT = "/openai/v1/chat/completions";
    private static final String REPORT = "target/recorder/misses/1-0123456789ab.txt";
    private static final String TEST = "com.acme.ChatIT#answersInFrench";

    @TempDir
    Path directory;

    @Test
    void aChangedPrompt() throws IOException {
        record("com.acme.ChatIT", TEST, "Answer in French: what is the capital of Italy?");
        record("com.acme.ChatIT", TEST, "Thank you.");
        record("com.acme.OtherIT", "com.acme.OtherIT#asks", "Answer in French: what is the capital of Spain?");
        golden("changed-prompt", CHAT, TEST, chat("Answer in French: what is the capital of Spain, please?"));
    }

    @Test
    void addedAndMissingMembers() throws IOException {
        record("com.acme.ChatIT", TEST, "Hello");
        golden(
                "added-member",
                CHAT,
                TEST,
                json("{'messages':[{'role':'user','content':'Hello'},{'role':'user','content':'Are you there?'}],"
                        + "'temperature':0.2,'stream':true,'tools':[{'type':'function','function':{'name':'f'}}]}"));
    }

    @Test
    void onlyWhatEachRunMakesAnew() throws IOException {
        record(
                "com.acme.ChatIT",
                TEST,
                "Today is 2026-11-20T08:00:00Z, your order is 5f0e4c1a-0b0a-4a8b-9d3e-1f2a3b4c5d6e.");
        golden(
                "changing-values",
                CHAT,
                TEST,
                chat("Today is 2026-11-22T09:30:00Z, your order is 00000000-0b0a-4a8b-9d3e-1f2a3b4c5d6e."));
    }

    @Test
    void onlyLineEnds() throws IOException {
        record("com.acme.ChatIT", TEST, "one\ntwo");
        golden("line-ends", CHAT, TEST, chat("one\\r\\ntwo"));
    }

    @Test
    void longTextsManyDifferencesAndCredentials() throws IOException {
        String context = "The answer has to be brief, and in the language of the question. ".repeat(40);
        record("com.acme.ChatIT", TEST, context + "What is seven times six? " + context);
        StringBuilder body = new StringBuilder("{'model':'gpt-4o','messages':[{'role':'user','content':'")
                .append(context)
                .append("What is seven times eight? ")
                .append(context)
                .append("'}],'api_key':'hunter2hunter2','note':'use sk-proj-Zq83kLw0Pf7Xc2Vb5Nm9Ty to call'");
        for (int i = 0; i < 60; i++) {
            body.append(",'option").append(i).append("':").append(i);
        }
        Miss miss = golden(
                "long-texts",
                CHAT,
                TEST + "x".repeat(400),
                json(body.append('}').toString()));
        String paragraph = MissRenderer.paragraph(miss, REPORT, UnaryOperator.identity());
        assertThat(paragraph)
                .hasSizeLessThanOrEqualTo(MissRenderer.MOST_CHARACTERS)
                .endsWith(REPORT + ".");
        assertThat(paragraph + MissRenderer.log(miss, REPORT)).doesNotContain("hunter2", "sk-proj");
        assertThat(MissRenderer.report(miss)).doesNotContain("hunter2", "sk-proj");
    }

    /** A name in a recording must not make lines of the log that look like others. */
    @Test
    void aNameWithControlCharactersMakesNoLine() throws IOException {
        String forged = TEST + "\n[ERROR] forged \u001b[31m";
        record("forged", forged, "Hello you");
        Miss miss = miss(CHAT, forged, chat("Hello there"), new Miss.Why.NothingRecorded());

        String all = MissRenderer.paragraph(miss, REPORT, UnaryOperator.identity())
                + MissRenderer.log(miss, REPORT)
                + MissRenderer.report(miss);
        assertThat(all).contains("\\n[ERROR] forged").doesNotContain("\n[ERROR] forged", "\u001b");
    }

    @Test
    void nothingRecordedAtAll() throws IOException {
        golden("no-recordings", CHAT, null, chat("Hello"));
    }

    @Test
    void anotherEndpoint() throws IOException {
        record("com.acme.ChatIT", TEST, "Hello");
        golden("other-endpoint", "/openai/v1/embeddings", TEST, json("{'model':'m','input':'Hello'}"));
    }

    @Test
    void anotherModelInThePath() throws IOException {
        Files.writeString(directory.resolve("gemini.json"), """
                {
                  "test_id": "com.acme.ChatIT#answersInFrench",
                  "request": {
                    "test_id": "com.acme.ChatIT#answersInFrench",
                    "url": "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.0-flash:generateContent",
                    "method": "POST",
                    "payload": {"contents": [{"parts": [{"text": "Hello"}]}]}
                  },
                  "response": {"body": {}, "is_streaming": false}
                }
                """);
        golden(
                "other-model",
                "/gemini/v1beta/models/gemini-2.5-flash:generateContent",
                TEST,
                json("{'contents':[{'parts':[{'text':'Hello'}]}]}"));
    }

    @Test
    void anotherBodyOfAnthropic() throws IOException {
        Files.writeString(directory.resolve("anthropic.json"), """
                {
                  "test_id": null,
                  "request": {
                    "test_id": null,
                    "url": "https://api.anthropic.com/v1/messages",
                    "method": "POST",
                    "payload": {"model": "claude", "max_tokens": 100, "messages": [{"role": "user", "content": "Hello"}]}
                  },
                  "response": {"body": {}, "is_streaming": false}
                }
                """);
        golden(
                "anthropic",
                "/anthropic/v1/messages",
                TEST,
                json("{'model':'claude','max_tokens':200,'messages':[{'role':'user','content':'Hello'}]}"));
    }

    @Test
    void onlyIsolation() throws IOException {
        record("com.acme.OtherIT", "com.acme.OtherIT#asks", "Hello");
        JsonNode body = chat("Hello");
        golden("isolation", CHAT, TEST, body, new Miss.Why.OtherTestsOnly(candidates(body)));
    }

    @Test
    void otherTestsDisagree() throws IOException {
        for (int i = 0; i < 5; i++) {
            record("com.acme.OtherIT", "com.acme.OtherIT#asks[" + i + "]", "Hello");
        }
        JsonNode body = chat("Hello");
        golden(
                "disagree",
                CHAT,
                TEST,
                body,
                new Miss.Why.OtherTestsDisagree(candidates(body), "text was \"a\", is \"b\""));
    }

    @Test
    void aBrokenFile() throws IOException {
        record("com.acme.ChatIT", TEST, "Hello");
        golden(
                "corrupt",
                CHAT,
                TEST,
                chat("Hello"),
                new Miss.Why.Corrupt("com.acme.ChatIT/1.json, line 7: not JSON. It is passed over and left as it is."));
    }

    @Test
    void aSingularAndAnUnknownService() throws IOException {
        record("com.acme.ChatIT", null, "Hello");
        golden("azure", "/azure/openai/v1/chat/completions", null, chat("Good bye"));
    }

    private Miss golden(String name, String target, @Nullable String testId, JsonNode body) throws IOException {
        return golden(name, target, testId, body, new Miss.Why.NothingRecorded());
    }

    private Miss golden(String name, String target, @Nullable String testId, JsonNode body, Miss.Why why)
            throws IOException {
        Miss miss = miss(target, testId, body, why);
        Golden.check(
                "miss/" + name + ".txt",
                "== in the client's exception ==\n" + MissRenderer.paragraph(miss, REPORT, UnaryOperator.identity())
                        + "\n\n== in the log ==\n" + MissRenderer.log(miss, REPORT)
                        + "\n\n== in the report ==\n" + MissRenderer.report(miss));
        assertThat(MissRenderer.log(miss, REPORT).lines()).hasSizeLessThanOrEqualTo(8);
        assertThat(MissRenderer.paragraph(miss, null, UnaryOperator.identity()))
                .doesNotContain("\n")
                .doesNotContain("target/");
        return miss;
    }

    private Miss miss(String target, @Nullable String testId, JsonNode body, Miss.Why why) throws IOException {
        try (RecordingStore store = store()) {
            Dialects dialects = new Dialects();
            Endpoint endpoint = Endpoint.parse(target, UpstreamTable.builtIn().names());
            Miss whole = new MissExplainer(
                            store,
                            dialects,
                            UpstreamTable.builtIn(),
                            "src/test/recordings",
                            MissReports.none(),
                            SecretScan.BUILT_IN,
                            RemovedRecordings.NONE,
                            new MissLog())
                    .whole(
                            new LiveRequest("POST", endpoint, body, testId),
                            dialects.forEndpoint("POST", endpoint),
                            why);
            return MissBounds.of(1).applied(whole);
        }
    }

    private List<Candidate> candidates(JsonNode body) throws IOException {
        try (RecordingStore store = store()) {
            return store.candidates(MatchKey.of(new WireRequest("POST", "/v1/chat/completions", body))).stream()
                    .sorted(Comparator.comparing(Candidate::testId))
                    .toList();
        }
    }

    private RecordingStore store() throws IOException {
        RecordingStore store = RecordingStore.open(
                directory, new ComparableRequests(UpstreamTable.builtIn(), new Dialects())::of, problem -> {});
        store.startIndexing();
        store.endpoints(); // Waits for the index, so that closing does not end it.
        return store;
    }

    private void record(String folder, @Nullable String testId, String prompt) throws IOException {
        ExampleRecording.of(testId, prompt, "Bonjour").writeTo(directory.resolve(folder));
    }

    private static JsonNode chat(String prompt) {
        return json("{'model':'gpt-4o','messages':[{'role':'user','content':'" + prompt + "'}]}");
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}

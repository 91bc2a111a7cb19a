package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ExampleRecording;
import io.github.recorder.Golden;
import io.github.recorder.SharedCorpus;
import io.github.recorder.matching.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordingInspectorTest {

    private static final String TEST = "com.acme.ChatIT#answers";
    private static final String CHAT = "/v1/chat/completions";

    @TempDir
    Path directory;

    @TempDir
    Path elsewhere;

    @Test
    void showsARecordingByFileByHashAndByTest() throws Exception {
        ExampleRecording call = ExampleRecording.of(TEST, "Hello", "Bonjour");
        Path file = call.writeTo(directory.resolve("com.acme.ChatIT"));
        InspectionOutcome byHash = show(call.hash().substring(0, 6));
        assertThat(byHash.found()).isTrue();
        assertThat(byHash.text()).contains("Hello").contains("Bonjour").contains("finish: stop");
        assertThat(show("com.acme.ChatIT/" + call.hash() + ".json").text()).isEqualTo(byHash.text());
        assertThat(show(TEST).text()).isEqualTo(byHash.text());
        assertThat(show(file.toString()).text()).contains("Bonjour");
        Golden.check("show/chat.txt", byHash.text());
        Golden.check("show/chat.json", byHash.printed(true));
    }

    @Test
    void showsAllRecordingsOfATest() throws Exception {
        ExampleRecording.of(TEST, "one", "eins").writeTo(directory);
        ExampleRecording.of(TEST, "two", "zwei").writeTo(directory);
        ExampleRecording.of("x.Y#z", "three", "drei").writeTo(directory);
        InspectionOutcome shown = show(TEST);
        assertThat(shown.text()).contains("eins", "zwei").doesNotContain("drei");
        assertThat(shown.json().isArray()).isTrue();
        assertThat(shown.json().size()).isEqualTo(2);
    }

    @Test
    void showsAStreamPutTogether() throws Exception {
        Files.writeString(directory.resolve("stream.json"), """
                {
                  "test_id": null,
                  "request": {
                    "test_id": null,
                    "url": "https://api.anthropic.com/v1/messages",
                    "method": "POST",
                    "payload": {"model": "claude", "max_tokens": 10, "system": "Be brief.",
                      "tools": [{"name": "add", "input_schema": {"type": "object"}}],
                      "messages": [{"role": "user", "content": [{"type": "text", "text": "1 and 2?"}, {"type": "image", "source": {}}]},
                        {"role": "assistant", "content": "Well."}]}
                  },
                  "response": {"is_streaming": true, "body": ["event: content_block_start",
                    "data: {\\"type\\":\\"content_block_start\\",\\"index\\":0,\\"content_block\\":{\\"type\\":\\"text\\",\\"text\\":\\"Th\\"}}", "",
                    "data: {\\"type\\":\\"content_block_delta\\",\\"index\\":0,\\"delta\\":{\\"type\\":\\"text_delta\\",\\"text\\":\\"ree\\\\nis it.\\"}}", "",
                    "data: {\\"type\\":\\"content_block_start\\",\\"index\\":1,\\"content_block\\":{\\"type\\":\\"tool_use\\",\\"id\\":\\"t1\\",\\"name\\":\\"add\\",\\"input\\":{}}}", "",
                    "data: {\\"type\\":\\"content_block_delta\\",\\"index\\":1,\\"delta\\":{\\"type\\":\\"input_json_delta\\",\\"partial_json\\":\\"{}\\"}}", "",
                    "data: {\\"type\\":\\"message_delta\\",\\"delta\\":{\\"stop_reason\\":\\"end_turn\\"},\\"usage\\":{\\"output_tokens\\":7}}", ""]}
                }
                """);
        Golden.check("show/anthropic-stream.txt", show("stream.json").text());
    }

    @Test
    void showsAnExceptionAndAnAnswerThatItDoesNotUnderstand() throws Exception {
        Files.writeString(directory.resolve("exception.json"), """
                {
                  "test_id": null,
                  "request": {"method": "POST", "url": "https://x/v1/v1/completions", "headers": {}, "body": {"prompt": "Hello"},
                    "endpoint": "/v1/completions", "model": ""},
                  "response": {"body": null, "is_streaming": false, "is_exception": true, "exception_message": "no",
                    "exception_data": {"status_code": 429, "message": "slow down", "body": {"code": "rate"}}}
                }
                """);
        Files.writeString(directory.resolve("rerank.json"), """
                {
                  "request": {"test_id": null, "url": "https://x/v1/rerank", "method": "POST", "payload": {"query": "q"}},
                  "response": {"body": {"results": [{"index": 0, "relevance_score": 0.5}]}, "is_streaming": false}
                }
                """);
        Golden.check("show/exception.txt", show("exception.json").text());
        Golden.check("show/rerank.txt", show("rerank.json").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "abcdef", "x.Y#z", "no/such/file.json", "a:b*?\u0001"})
    void saysWhatItLookedForWhereThereIsNothing(String what) throws Exception {
        ExampleRecording.of(TEST, "Hello", "Bonjour").writeTo(directory);
        InspectionOutcome outcome = show(what);
        assertThat(outcome.found()).isFalse();
        assertThat(outcome.printed(false)).isEmpty();
        assertThat(outcome.printed(true)).isEmpty();
        assertThat(outcome.sentence())
                .contains(what)
                .contains("-Drecorder.file")
                .contains("src/test/recordings");
    }

    @Test
    void namesWhatIsWrongWithABrokenFile() throws Exception {
        Files.writeString(directory.resolve("broken.json"), "{\n \"request\": {");
        assertThat(show("broken.json").sentence()).contains("broken.json, line 2");
    }

    @Test
    void showsEveryFileOfTheCorpus() throws Exception {
        Path corpus = SharedCorpus.corpus();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(corpus)) {
            files = walk.filter(file -> file.toString().endsWith(".json")).toList();
        }
        try (RecordingInspector inspection =
                RecordingInspector.open(corpus, List.of(), "corpus", RequestParsingOptions.DEFAULT)) {
            for (Path file : files) {
                InspectionOutcome outcome = inspection.show(file.toString());
                assertThat(outcome.found()).as(file.toString()).isTrue();
                assertThat(outcome.text())
                        .as(file.toString())
                        .contains("\nAsked\n")
                        .contains("\nAnswered\n");
            }
        }
    }

    @Test
    void diagnosesWhichAnswersAndWhyNotTheOthers() throws Exception {
        ExampleRecording own = ExampleRecording.of(TEST, "score: 0.91", "own");
        own.writeTo(directory.resolve("com.acme.ChatIT"));
        own.writeTo(directory, "renamed.json");
        ExampleRecording.of(TEST, "score: 0.92", "near")
                .writeTo(directory.resolve("com.acme.ChatIT"), "normalized.json");
        ExampleRecording.of(null, "score: 0.91", "shared").writeTo(directory);
        ExampleRecording.of("x.Y#z", "score: 0.91", "other").writeTo(directory);
        InspectionOutcome outcome = diagnose(own.requestBody(), TEST, Isolation.PREFER);
        assertThat(outcome.found()).isTrue();
        assertThat(outcome.json().at("/responses/0").asString()).isEqualTo("com.acme.ChatIT/" + own.hash() + ".json");
        Golden.check("diagnose/answered.txt", outcome.text());
        Golden.check("diagnose/answered.json", outcome.printed(true));
    }

    @Test
    void diagnosesAMiss() throws Exception {
        ExampleRecording.of(TEST, "Hello", "Bonjour").writeTo(directory);
        ExampleRecording asked = ExampleRecording.of(TEST, "Good bye", "");
        InspectionOutcome outcome = diagnose(asked.requestBody(), TEST, Isolation.PREFER);
        assertThat(outcome.found()).isFalse();
        assertThat(outcome.sentence()).contains("No recording answers");
        assertThat(outcome.json().path("hash").asString()).isEqualTo(asked.hash());
        Golden.check("diagnose/miss.txt", outcome.text());
        Golden.check("diagnose/miss.json", outcome.printed(true));
    }

    @Test
    void diagnosesThatOnlyIsolationStandsBetween() throws Exception {
        ExampleRecording.of("x.Y#z", "Hello", "Bonjour").writeTo(directory);
        ExampleRecording asked = ExampleRecording.of(TEST, "Hello", "");
        InspectionOutcome outcome = diagnose(asked.requestBody(), TEST, Isolation.STRICT);
        assertThat(outcome.found()).isFalse();
        Golden.check("diagnose/isolation.txt", outcome.text());
        assertThat(diagnose(asked.requestBody(), TEST, Isolation.PREFER).found())
                .isTrue();
    }

    @Test
    void readsASmallHttpRequest() throws Exception {
        ExampleRecording call = ExampleRecording.of(TEST, "Hello", "Bonjour");
        call.writeTo(directory);
        String http = "POST http://127.0.0.1:1234/openai/v1/chat/completions HTTP/1.1\r\nAuthorization: Bearer none\r\n"
                + "x-recorder-test-id: " + TEST + "\r\n\r\n" + call.requestBody() + "\r\n";
        InspectionOutcome outcome = diagnose(http, null, Isolation.STRICT);
        assertThat(outcome.found()).isTrue();
        assertThat(outcome.json().path("test_id").asString()).isEqualTo(TEST);
        assertThat(diagnose("GET /openai/v1/models\n", null, Isolation.STRICT)
                        .json()
                        .path("method")
                        .asString())
                .isEqualTo("GET");
    }

    @Test
    void saysThatTheRequestIsNone() throws Exception {
        InspectionOutcome outcome = diagnose("GET /\n", TEST, Isolation.PREFER);
        assertThat(outcome.found()).isFalse();
        assertThat(outcome.sentence()).startsWith("The request is none: ");
    }

    @Test
    void readsRequestsAsTheRunWould() throws Exception {
        ExampleRecording call = ExampleRecording.of(TEST, "ticket ACME-1", "Done");
        call.writeTo(directory);
        String asked = ExampleRecording.of(TEST, "ticket ACME-2", "").requestBody();
        Path file = Files.writeString(elsewhere.resolve("request.json"), asked);
        RequestParsingOptions reading = new RequestParsingOptions(
                List.of(new UpstreamConfig("openai", "https://llm.acme.example/v1", null, null, null, null)),
                "openai",
                null,
                List.of("regex:ACME-\\d+"));
        try (RecordingInspector inspection =
                RecordingInspector.open(directory, List.of(), "src/test/recordings", reading)) {
            InspectionOutcome outcome =
                    inspection.diagnose(RequestFile.read(file, TEST, "/openai/v1/chat/completions"), Isolation.STRICT);
            assertThat(outcome.found()).isTrue();
            assertThat(outcome.json().path("endpoint").asString()).isEqualTo("/v1/chat/completions");
            assertThat(outcome.json().path("canonical").asString())
                    .contains("ticket REDACTED")
                    .doesNotContain("ACME");
        }
        assertThat(diagnose(asked, TEST, Isolation.STRICT).found()).isFalse();
    }

    private InspectionOutcome show(String what) throws InvalidConfigurationException {
        try (RecordingInspector inspection =
                RecordingInspector.open(directory, List.of(), "src/test/recordings", RequestParsingOptions.DEFAULT)) {
            return inspection.show(what);
        }
    }

    private InspectionOutcome diagnose(String request, @Nullable String test, Isolation isolation)
            throws InvalidConfigurationException, IOException {
        Path file = Files.writeString(elsewhere.resolve("request.http"), request);
        try (RecordingInspector inspection =
                RecordingInspector.open(directory, List.of(), "src/test/recordings", RequestParsingOptions.DEFAULT)) {
            return inspection.diagnose(RequestFile.read(file, test, CHAT), isolation);
        }
    }
}

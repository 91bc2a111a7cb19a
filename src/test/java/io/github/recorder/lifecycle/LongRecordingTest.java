package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.PythonJson;
import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Responses with long strings are recorded as all others, with less memory. */
final class LongRecordingTest extends RecordingScenario {

    private static final String WORDS = "The quick brown fox \\u4e2d\\n\\\"jumps\\\" ";
    private static final String LONG = WORDS.repeat(20_000);
    private static final String KEY = "sk-ant-api03-" + "aB3-dE6_gH9j".repeat(7) + "aB3dE6gH9AA";

    private ScriptedProvider service;

    @Override
    URI service() {
        return service.url();
    }

    @BeforeEach
    void start() throws IOException {
        service = ScriptedProvider.start(Reply.json(200, chat(LONG)));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void isRecordedAsAShortOne() throws Exception {
        RunOutcome outcome = record("record", run -> ask(run));

        assertThat(outcome.sentence()).endsWith("1 new, 0 changed, 0 unchanged");
        JsonNode data = recorded().at("/response/body/__data__");
        assertThat(data.path("created").asInt()).isZero();
        assertThat(data.at("/choices/0/message/content").asString()).isEqualTo(text(LONG));
        // The file is as if the whole value had been written.
        assertThat(recordedText().getBytes(StandardCharsets.UTF_8)).isEqualTo(PythonJson.indented(recorded()));
        service.close();
        RunOutcome replayed =
                record("replay", run -> assertThat(content(ask(run))).isEqualTo(text(LONG)));
        assertThat(replayed.served()).isEqualTo(1);
        assertThat(warnings).isEmpty();
    }

    @Test
    void isRecordedWithLittleMemory() throws Exception {
        String body = chat("The quick brown fox jumps over the lazy dog; ".repeat(100_000));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        service.script(Reply.json(200, body));
        record("record", run -> {
            ask(run);
            long before = allocatedByTheRecorder(threads);
            service.script(Reply.json(200, body));
            ask(run, CHAT, ASK.replace("hello", "again"), Map.of());
            // Each part that is searched is allocated once, a little at a time.
            assertThat(allocatedByTheRecorder(threads) - before).isBetween(1L, 3L * body.length());
        });
        assertThat(files()).hasSize(2);
    }

    private static long allocatedByTheRecorder(ThreadMXBean threads) {
        long[] ids = threads.getAllThreadIds();
        return Arrays.stream(threads.getThreadInfo(ids))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("recorder-long"))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
                .sum();
    }

    @Test
    void furtherResponsesFollowIt() throws Exception {
        service.script(Reply.json(200, chat("one " + LONG)), Reply.json(200, chat("two")));
        record("record", run -> assertThat(askTimes(run, 2)).containsExactly(text("one " + LONG), "two"));

        service.close();
        record("replay", run -> assertThat(askTimes(run, 2)).containsExactly(text("one " + LONG), "two"));
    }

    @Test
    void aTestThatRunsAgainReplacesIt() throws Exception {
        service.script(Reply.json(200, chat("one " + LONG)), Reply.json(200, chat("two " + LONG)));
        recordings = folder.resolve("src/test/recordings");
        RecorderRun restarted = new ReportedModule(folder).start("record", service());
        try (ConnectedTestJvm jvm = new ConnectedTestJvm(restarted.events())) {
            for (int i = 0; i < 2; i++) {
                jvm.say("started " + TEST);
                ask(URI.create(restarted.url() + "-" + jvm.session()), CHAT, ASK, Map.of());
                jvm.say("finished passed " + TEST);
            }
        }
        restarted.stop();

        service.close();
        record("replay", run -> assertThat(content(ask(run))).isEqualTo(text("two " + LONG)));
    }

    @Test
    void recordingItAgainChangesNothing() throws Exception {
        record("record", run -> ask(run));
        String before = recordedText();

        service.script(Reply.json(200, chat(LONG)));
        RunOutcome outcome = record("record", run -> ask(run));

        assertThat(outcome.sentence()).endsWith("0 new, 0 changed, 1 unchanged");
        assertThat(recordedText()).isEqualTo(before);
    }

    @Test
    void isNotWrittenWithASecret() throws Exception {
        service.script(Reply.json(200, chat(LONG + KEY + " " + LONG)));
        record("record", run -> ask(run));

        assertThat(files()).isEmpty();
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("/response/body/__data__/choices/0/message/content", "Anthropic key")
                .doesNotContain(KEY);
    }

    @Test
    void isNotWrittenWithTheKeyOfItsRequest() throws Exception {
        String own = "Own7key8of9the0request";
        service.script(Reply.json(200, chat(LONG + own + " " + LONG)));
        record("record", run -> ask(run, CHAT, ASK, Map.of("Authorization", "Bearer " + own)));

        assertThat(files()).isEmpty();
        assertThat(warnings).singleElement().asString().contains("header Authorization");
    }

    @Test
    void isRedactedByName() throws Exception {
        service.script(Reply.json(200, "{\"id\":\"1\",\"api_key\":\"" + LONG + "\"}"));
        record("record", run -> ask(run));

        assertThat(recorded().at("/response/body/__data__/api_key").asString()).doesNotContain("quick");
    }

    @Test
    void keepsTheNotationOfNumbersBesideIt() throws Exception {
        String body = chat(LONG).replace("\"created\":7", "\"created\":7.00,\"created\":8e400");
        service.script(Reply.json(200, body));
        record("record", run -> ask(run));

        service.close();
        record(
                "replay",
                run -> assertThat(Json.parse(ask(run).body().getBytes(StandardCharsets.UTF_8)))
                        .isEqualTo(Json.parse(body.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void whatIsNotJsonIsKeptAsItIs() throws Exception {
        for (String body : List.of(chat(LONG + "\\x"), chat(LONG) + "}", "[\"" + LONG + "\"")) {
            for (String file : files()) {
                Files.delete(recordings().resolve(file));
            }
            service.script(Reply.json(200, body));
            record("record", run -> assertThat(ask(run).body()).isEqualTo(body));

            record("replay", run -> assertThat(ask(run).body()).isEqualTo(body));
        }
    }

    private static String text(String json) {
        return Json.parse(("\"" + json + "\"").getBytes(StandardCharsets.UTF_8)).asString();
    }
}

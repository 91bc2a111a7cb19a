package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Two hundred tests that ask the same first question, get different ids of tool calls, and go on with results of their
 * own, on eight threads of one test JVM.
 */
final class ParallelTestsTest {

    private static final int TESTS = 200;
    private static final int THREADS = 8;
    private static final int REPLAYS = 2;
    private static final String QUESTION = "{\"role\":\"user\",\"content\":\"What is the weather?\"}";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private ScriptedProvider service;

    @BeforeEach
    void start() throws IOException {
        service = ScriptedProvider.answering(ParallelTestsTest::response);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    /** Returns a call of a tool with an id of its own, or a text that repeats the tool's result. */
    private static Reply response(ScriptedProvider.Asked request) {
        JsonNode messages =
                Json.parse(request.body().getBytes(StandardCharsets.UTF_8)).path("messages");
        JsonNode last = messages.path(messages.size() - 1);
        String message = last.path("role").asString("").equals("tool")
                ? "{\"role\":\"assistant\",\"content\":\"It is "
                        + last.path("content").asString("") + "\"}"
                : toolCall("call_" + UUID.randomUUID().toString().replace("-", ""));
        return Reply.json(
                200,
                "{\"id\":\"chatcmpl-" + UUID.randomUUID() + "\",\"object\":\"chat.completion\",\"created\":7,"
                        + "\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":" + message
                        + ",\"finish_reason\":\"stop\"}]}");
    }

    private static String toolCall(String id) {
        return "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"" + id
                + "\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}]}";
    }

    /**
     * @param recordingThreads how many tests run at a time when they are recorded
     * @param oneClass whether all tests belong to one class; if not, each has a class of its own
     */
    @ParameterizedTest
    @CsvSource({"8, true", "8, false", "1, true", "1, false"})
    void eachGoesOnWithItsOwn(int recordingThreads, boolean oneClass) throws Exception {
        ReportedModule module = new ReportedModule(folder);
        assertThat(run(module, "record", recordingThreads, oneClass)).isEqualTo("0 wrong, 0 missed");
        service.close();
        for (int i = 0; i < REPLAYS; i++) {
            assertThat(run(module, "replay", THREADS, oneClass)).isEqualTo("0 wrong, 0 missed");
        }
    }

    /** Runs all tests as one test JVM. */
    private String run(ReportedModule module, String mode, int threads, boolean oneClass) throws Exception {
        RecorderRun run = module.start(mode, service.url());
        int wrong = 0;
        try (ConnectedTestJvm jvm = new ConnectedTestJvm(run.events())) {
            URI server = URI.create(run.url() + "-" + jvm.session() + "/openai/v1/chat/completions");
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            try {
                List<Future<Boolean>> all = IntStream.range(0, TESTS)
                        .mapToObj(test -> pool.submit(() -> test(jvm, server, test, oneClass)))
                        .toList();
                for (Future<Boolean> passed : all) {
                    wrong += passed.get() ? 0 : 1;
                }
            } finally {
                pool.shutdownNow();
            }
        } finally {
            run.close();
        }
        return wrong + " wrong, " + run.stop().missed() + " missed";
    }

    private boolean test(ConnectedTestJvm jvm, URI server, int number, boolean oneClass) throws Exception {
        String id = oneClass ? "acme.WeatherIT#asks[" + number + "]" : "acme.Weather" + number + "IT#asks";
        jvm.say("started " + id);
        try {
            JsonNode call = ask(server, QUESTION).at("/choices/0/message/tool_calls/0/id");
            String result = "{\"role\":\"tool\",\"tool_call_id\":\"" + call.asString("")
                    + "\",\"content\":\"sunny in town " + number + "\"}";
            JsonNode answer = ask(server, QUESTION + "," + toolCall(call.asString("")) + "," + result);
            return answer.at("/choices/0/message/content").asString("").equals("It is sunny in town " + number);
        } finally {
            jvm.say("finished passed " + id);
        }
    }

    private JsonNode ask(URI server, String messages) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"m\",\"messages\":[" + messages + "]}"))
                .build();
        return Json.parse(
                client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    }
}

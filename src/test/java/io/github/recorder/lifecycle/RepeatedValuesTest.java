package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that a client makes and a service repeats, in requests that are the same by the user's rules. */
final class RepeatedValuesTest extends RecordingScenario {

    private static final String ONE = "0b0e3c1a-5f0e-4b7e-9d57-1c8f3a2b4c5d";
    private static final String OTHER = "f47ac10b-58cc-4372-a567-0e02b2c3d479";

    private ScriptedProvider service;
    private MatchingConfig matching = MatchingConfig.NONE;

    @Override
    URI service() {
        return service.url();
    }

    @BeforeEach
    void start() throws IOException {
        service = ScriptedProvider.start();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private void run(String mode, Part part) throws Exception {
        UpstreamConfig jobs = new UpstreamConfig(
                "jobs", service.url().toString(), null, "https://jobs.acme.example", null, null, matching);
        assertThat(runWith(request(mode, List.of(jobs), Map.of()), part).missed())
                .isZero();
    }

    private static MatchingConfig ignoring(String rule) {
        return new MatchingConfig(List.of(rule), List.of(), List.of());
    }

    private void rpc(RecorderRun run, String id, String response) throws Exception {
        String request = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"count\"}";
        assertThat(ask(run, "/jobs/rpc", request, Map.of("Content-Type", "application/json"))
                        .body())
                .isEqualTo(response);
    }

    @Test
    void aNumberIsRepeatedInTheMemberOfItsName() throws Exception {
        matching = ignoring("pointer:/id");
        service.script(Reply.json(200, "{\"jsonrpc\":\"2.0\", \"id\":1, \"result\":{\"count\":1}}"));
        run("record", run -> rpc(run, "1", "{\"jsonrpc\":\"2.0\", \"id\":1, \"result\":{\"count\":1}}"));
        run("replay", run -> {
            rpc(run, "7", "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"count\":1}}");
            rpc(run, "\"a\"", "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{\"count\":1}}");
            rpc(run, "7", "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"count\":1}}");
            rpc(run, "1", "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"count\":1}}");
        });
    }

    @Test
    void aValueIsRepeatedInTheEventsOfAStream() throws Exception {
        matching = ignoring("pointer:/id");
        service.script(Reply.events("event: message\ndata: {\"id\":1,\"n\":1}"));
        run("record", run -> rpc(run, "1", "event: message\ndata: {\"id\":1,\"n\":1}\n\n"));
        run("replay", run -> rpc(run, "12", "event: message\ndata: {\"id\":12,\"n\":1}\n\n"));
    }

    @Test
    void anIdInThePathIsRepeatedInBodyAndHeaders() throws Exception {
        matching = new MatchingConfig(
                List.of(),
                List.of(new MatchingConfig.Replacement("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", null)),
                List.of());
        service.script(Reply.json(201, "{\"made\":\"job " + ONE + "\"}").with("Location", "/jobs/" + ONE));
        run("record", run -> ask(run, "/jobs/jobs/" + ONE, "{}", Map.of()));
        service.close();
        run("replay", run -> {
            HttpResponse<String> response = ask(run, "/jobs/jobs/" + OTHER, "{}", Map.of());
            assertThat(response.body()).isEqualTo("{\"made\":\"job " + OTHER + "\"}");
            assertThat(response.headers().firstValue("Location").orElseThrow()).endsWith("/jobs/jobs/" + OTHER);
            assertThat(ask(run, "/jobs/jobs/" + ONE, "{}", Map.of()).body()).contains(ONE);
        });
    }

    @Test
    void fieldsOfQueriesAndFormsAreRepeated() throws Exception {
        matching = new MatchingConfig(List.of("query:ts", "field:nonce"), List.of(), List.of());
        service.script(Reply.json(200, "{\"ts\":\"5\",\"nonce\":\"n 1\",\"other\":\"5\"}"));
        Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
        run("record", run -> ask(run, "/jobs/sign?a=1&ts=5", "nonce=n+1&b=2", form));
        run(
                "replay",
                run -> assertThat(ask(run, "/jobs/sign?a=1&ts=6", "nonce=n%202&b=2", form)
                                .body())
                        .isEqualTo("{\"ts\":\"6\",\"nonce\":\"n 2\",\"other\":\"5\"}"));
    }
}

package io.github.recorder.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.attribution.EventServer;
import io.github.recorder.attribution.TestEventListener;
import io.github.recorder.attribution.TestIdentity;
import io.github.recorder.attribution.TestJvmSessions;
import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.provider.WireResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AttributingResponderTest {

    private final TestJvmSessions sessions = new TestJvmSessions();
    private @Nullable CallerIdentity caller;
    private Set<String> owners = Set.of();
    private EventServer server;
    private Socket fork;
    private BufferedReader responses;

    private final AttributingResponder responder = new AttributingResponder(
            exchange -> {
                caller = exchange.caller();
                return new RecorderResponse.Missed(
                        "", "", "", new WireResponse(404, List.of(), ByteBuffer.allocate(0)));
            },
            sessions,
            Set.of("openai"),
            exchange -> owners);

    @BeforeEach
    void openASession() throws IOException {
        server = EventServer.start(sessions, new TestEventListener() {
            @Override
            public void opened(String session) {}

            @Override
            public void closed(String session) {}

            @Override
            public void started(String session, TestIdentity test) {}

            @Override
            public void finished(String session, TestIdentity test, String status) {}
        });
        fork = new Socket(server.host(), server.port());
        responses = new BufferedReader(new InputStreamReader(fork.getInputStream(), StandardCharsets.UTF_8));
        say("hello 1 " + server.token());
        say("started acme.AIT");
    }

    @AfterEach
    void close() throws IOException {
        fork.close();
        server.close();
    }

    private void say(String line) throws IOException {
        fork.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        assertThat(responses.readLine()).isNotNull();
    }

    private @Nullable CallerIdentity asks(String path, Map<String, String> headers) {
        responder.respond(new Exchange("GET", path, null, headers::get, ByteBuffer.allocate(0)));
        return caller;
    }

    private @Nullable CallerIdentity asks() {
        return asks("/s/1/openai/v1/models", Map.of());
    }

    @Test
    void oneTestThatRunsIsCertain() throws IOException {
        say("started acme.AIT#a");

        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT#a", AttributionConfidence.EXACT));
    }

    @Test
    void whatTheRequestSaysOfItselfComesFirst() throws IOException {
        say("started acme.AIT#a");

        assertThat(asks("/s/1/openai/v1/models", Map.of("X-Recorder-Test-Id", "acme.BIT#b")))
                .isEqualTo(new CallerIdentity("acme.BIT#b", AttributionConfidence.EXACT));
    }

    @Test
    void betweenTestsItIsTheClass() {
        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT", AttributionConfidence.CLASS));
    }

    @Test
    void inANestedClassItIsTheInnermost() throws IOException {
        say("started acme.AIT$Inner");

        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT$Inner", AttributionConfidence.CLASS));
    }

    @Test
    void ofSeveralTestsItIsTheOneThatHasARecording() throws IOException {
        say("started acme.AIT#a");
        say("started acme.AIT#b");
        owners = Set.of("acme.AIT#b", "acme.AIT#neither");

        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT#b", AttributionConfidence.CONTENT));
    }

    @Test
    void ofSeveralTestsThatHaveOneItIsEachInTurn() throws IOException {
        say("started acme.AIT#a");
        say("started acme.AIT#b");
        say("started acme.AIT#c");
        owners = Set.of("acme.AIT#a", "acme.AIT#b");

        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT#a", AttributionConfidence.CONTENT));
        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT#b", AttributionConfidence.CONTENT));
        assertThat(asks("/s/1/openai/v1/other", Map.of()))
                .isEqualTo(new CallerIdentity("acme.AIT#a", AttributionConfidence.CONTENT));

        say("finished passed acme.AIT#b");
        say("started acme.AIT#b");
        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT#b", AttributionConfidence.CONTENT));
        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT#a", AttributionConfidence.CONTENT));
    }

    @Test
    void ofSeveralTestsThatHaveNoneItIsTheClass() throws IOException {
        say("started acme.AIT#a");
        say("started acme.AIT#b");

        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT", AttributionConfidence.CLASS));
    }

    @Test
    void ofTestsOfSeveralClassesItIsNobody() throws IOException {
        say("started acme.AIT#a");
        say("started acme.BIT");
        say("started acme.BIT#b");

        assertThat(asks()).isEqualTo(CallerIdentity.UNKNOWN);
    }

    @Test
    void aRequestWithoutASessionIsOfTheOnlyOneButNotForSure() throws IOException {
        say("started acme.AIT#a");

        assertThat(asks("/openai/v1/models", Map.of()))
                .isEqualTo(new CallerIdentity("acme.AIT#a", AttributionConfidence.ASSUMED));
    }

    @Test
    void findsAClassThatRunsInASuite() throws Exception {
        say("finished passed acme.AIT");
        say("started acme.AllIT");
        say("started acme.AllIT/acme.AIT");

        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AllIT/acme.AIT", AttributionConfidence.CLASS));
    }

    @Test
    void saysWhichIdTheTestHad() throws Exception {
        say("started acme.AIT$Inner#a\t[unique]\tacme.Base$Inner#a");

        assertThat(asks())
                .isEqualTo(new CallerIdentity("acme.AIT$Inner#a", AttributionConfidence.EXACT, "acme.Base$Inner#a"));
        assertThat(asks("/openai/v1/models", Map.of("X-Recorder-Test-Id", "acme.AIT$Inner#a")))
                .isEqualTo(new CallerIdentity("acme.AIT$Inner#a", AttributionConfidence.EXACT, "acme.Base$Inner#a"));
    }

    @Test
    void saysNoFormerIdThatTwoTestsHad() throws Exception {
        say("started acme.AIT$Inner#a\t[unique]\tacme.Base$Inner#a");
        say("finished passed acme.AIT$Inner#a\t[unique]\tacme.Base$Inner#a");
        say("started acme.BIT$Inner#a\t[unique]\tacme.Base$Inner#a");

        assertThat(asks()).isEqualTo(new CallerIdentity("acme.BIT$Inner#a", AttributionConfidence.EXACT));
    }

    @Test
    void saysNoFormerIdThatAnotherTestHasNow() throws Exception {
        say("started acme.AIT#asks");
        say("finished passed acme.AIT#asks");
        say("started acme.AllIT/acme.AIT#asks\t[unique]\tacme.AIT#asks");

        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AllIT/acme.AIT#asks", AttributionConfidence.EXACT));
    }

    @Test
    void knowsATestByTheIdThatItHad() throws Exception {
        say("started acme.AIT$Inner#a\t[unique]\tacme.Base$Inner#a");
        say("started acme.AIT$Inner#b\t[unique]\tacme.Base$Inner#b");
        owners = Set.of("acme.Base$Inner#b");

        assertThat(asks())
                .isEqualTo(new CallerIdentity("acme.AIT$Inner#b", AttributionConfidence.CONTENT, "acme.Base$Inner#b"));
    }

    @Test
    void aRequestOfAnUnknownSessionIsOfNobody() throws IOException {
        say("started acme.AIT#a");

        assertThat(asks("/s/99/openai/v1/models", Map.of())).isEqualTo(CallerIdentity.UNKNOWN);
    }
}

package io.github.recorder.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.attribution.EventServer;
import io.github.recorder.attribution.Sessions;
import io.github.recorder.attribution.TestEvents;
import io.github.recorder.ledger.Attribution;
import io.github.recorder.provider.WireAnswer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AttributingResponderTest {

    private final Sessions sessions = new Sessions();
    private @Nullable Caller caller;
    private Set<String> owners = Set.of();
    private EventServer server;
    private Socket fork;
    private BufferedReader answers;

    private final AttributingResponder responder = new AttributingResponder(
            exchange -> {
                caller = CallerTest.caller(exchange.headers());
                return new Answer.Missed(
                        "", "", new WireAnswer(404, Map.of(), ByteBuffer.allocate(0), WireAnswer.Ending.COMPLETE));
            },
            sessions,
            Set.of("openai"),
            exchange -> owners);

    @BeforeEach
    void openASession() throws IOException {
        server = EventServer.start(sessions, new TestEvents() {
            @Override
            public void opened(String session) {}

            @Override
            public void closed(String session) {}

            @Override
            public void started(String session, String test) {}

            @Override
            public void finished(String session, String test, String status) {}
        });
        fork = new Socket(server.host(), server.port());
        answers = new BufferedReader(new InputStreamReader(fork.getInputStream(), StandardCharsets.UTF_8));
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
        assertThat(answers.readLine()).isNotNull();
    }

    private @Nullable Caller asks(String path, Map<String, String> headers) {
        responder.answer(new Exchange("GET", path, null, headers::get, ByteBuffer.allocate(0)));
        return caller;
    }

    private @Nullable Caller asks() {
        return asks("/s/1/openai/v1/models", Map.of());
    }

    @Test
    void oneTestThatRunsIsCertain() throws IOException {
        say("started acme.AIT#a");

        assertThat(asks()).isEqualTo(new Caller("acme.AIT#a", Attribution.EXACT));
    }

    @Test
    void whatTheRequestSaysOfItselfComesFirst() throws IOException {
        say("started acme.AIT#a");

        assertThat(asks("/s/1/openai/v1/models", Map.of("X-Recorder-Test-Id", "acme.BIT#b")))
                .isEqualTo(new Caller("acme.BIT#b", Attribution.EXACT));
    }

    @Test
    void betweenTestsItIsTheClass() {
        assertThat(asks()).isEqualTo(new Caller("acme.AIT", Attribution.CLASS));
    }

    @Test
    void inANestedClassItIsTheInnermost() throws IOException {
        say("started acme.AIT$Inner");

        assertThat(asks()).isEqualTo(new Caller("acme.AIT$Inner", Attribution.CLASS));
    }

    @Test
    void ofSeveralTestsItIsTheOneThatHasARecording() throws IOException {
        say("started acme.AIT#a");
        say("started acme.AIT#b");
        owners = Set.of("acme.AIT#b", "acme.AIT#neither");

        assertThat(asks()).isEqualTo(new Caller("acme.AIT#b", Attribution.CONTENT));
    }

    @Test
    void ofSeveralTestsThatAllHaveOneItIsTheClass() throws IOException {
        say("started acme.AIT#a");
        say("started acme.AIT#b");
        owners = Set.of("acme.AIT#a", "acme.AIT#b");

        assertThat(asks()).isEqualTo(new Caller("acme.AIT", Attribution.CLASS));
    }

    @Test
    void ofTestsOfSeveralClassesItIsNobody() throws IOException {
        say("started acme.AIT#a");
        say("started acme.BIT");
        say("started acme.BIT#b");

        assertThat(asks()).isEqualTo(Caller.UNKNOWN);
    }

    @Test
    void aRequestWithoutASessionIsOfTheOnlyOneButNotForSure() throws IOException {
        say("started acme.AIT#a");

        assertThat(asks("/openai/v1/models", Map.of())).isEqualTo(new Caller("acme.AIT#a", Attribution.ASSUMED));
    }

    @Test
    void aRequestOfAnUnknownSessionIsOfNobody() throws IOException {
        say("started acme.AIT#a");

        assertThat(asks("/s/99/openai/v1/models", Map.of())).isEqualTo(Caller.UNKNOWN);
    }
}

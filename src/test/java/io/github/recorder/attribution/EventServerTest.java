package io.github.recorder.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventServerTest {

    private final TestJvmSessions sessions = new TestJvmSessions();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private EventServer server;

    private final TestEventListener events = new TestEventListener() {
        @Override
        public void opened(String session) {
            told.add("opened " + session);
        }

        @Override
        public void closed(String session) {
            told.add("closed " + session);
        }

        @Override
        public void started(String session, TestIdentity test) {
            told.add("started " + session + " " + names(test));
        }

        @Override
        public void finished(String session, TestIdentity test, String status) {
            told.add("finished " + session + " " + names(test) + " " + status);
        }

        @Override
        public void configuring(String session, TestIdentity test, boolean before) {
            told.add((before ? "preparing " : "configuring ") + session + " " + names(test));
        }

        @Override
        public void configured(String session, TestIdentity test, String status) {
            told.add("configured " + session + " " + names(test) + " " + status);
        }
    };

    private static String names(TestIdentity test) {
        return test.id()
                + (test.uniqueId().equals(test.id()) ? "" : " = " + test.uniqueId())
                + (test.formerId() == null ? "" : " was " + test.formerId());
    }

    @BeforeEach
    void start() throws IOException {
        server = EventServer.start(sessions, events);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private final class Fork implements AutoCloseable {

        private final Socket socket = new Socket(server.host(), server.port());
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

        private Fork() throws IOException {}

        String say(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return in.readLine();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void knowsWhatRunsWhenItAnswers() throws Exception {
        try (Fork fork = new Fork()) {
            assertThat(fork.say("hello 1 " + server.token())).isEqualTo("session 1");
            assertThat(fork.say("started acme.AIT")).isEqualTo("ok");
            assertThat(fork.say("started acme.AIT#asks and waits")).isEqualTo("ok");
            assertThat(fork.say("marks")).isEqualTo("ok");
            assertThat(sessions.active("1"))
                    .isEqualTo(new ActiveTestSet(List.of("acme.AIT#asks and waits"), List.of("acme.AIT"), true));
            assertThat(fork.say("finished failed acme.AIT#asks and waits")).isEqualTo("ok");
            assertThat(sessions.active("1")).isEqualTo(new ActiveTestSet(List.of(), List.of("acme.AIT"), true));
            assertThat(fork.say("finished skipped acme.AIT#ünïcode")).isEqualTo("ok");
            assertThat(fork.say("started acme.AIT#as ks\t[method:as ks()]")).matches("ok recordermark[0-9a-f]{24}");
            assertThat(fork.say("finished passed acme.AIT#as ks\t[method:as ks()]\tacme.Base#ä"))
                    .isEqualTo("ok");
        }
        assertThat(told.take()).isEqualTo("opened 1");
        assertThat(told.take()).isEqualTo("started 1 acme.AIT");
        assertThat(told.take()).isEqualTo("started 1 acme.AIT#asks and waits");
        assertThat(told.take()).isEqualTo("finished 1 acme.AIT#asks and waits failed");
        assertThat(told.take()).isEqualTo("finished 1 acme.AIT#\\xfcn\\xefcode skipped");
        assertThat(told.take()).isEqualTo("started 1 acme.AIT#as ks = [method:as ks()]");
        assertThat(told.take()).isEqualTo("finished 1 acme.AIT#as ks = [method:as ks()] was acme.Base#\\xe4 passed");
        assertThat(told.take()).isEqualTo("closed 1");
        assertThat(sessions.active("1")).isEqualTo(ActiveTestSet.NONE);
    }

    @Test
    void countsConfigurationMethodsAmongTheTests() throws Exception {
        try (Fork fork = new Fork()) {
            fork.say("hello 1 " + server.token());
            assertThat(fork.say("configuring acme.AIT")).isEqualTo("ok");
            assertThat(fork.say("preparing acme.AIT#asks")).isEqualTo("ok");
            assertThat(sessions.active("1"))
                    .isEqualTo(new ActiveTestSet(List.of("acme.AIT", "acme.AIT#asks"), List.of(), true));
            assertThat(fork.say("configured failed acme.AIT")).isEqualTo("ok");
            assertThat(fork.say("marks")).isEqualTo("ok");
            assertThat(fork.say("configuring acme.AIT#asks")).matches("ok recordermark[0-9a-f]{24}");
            assertThat(sessions.active("1").tests()).containsExactly("acme.AIT#asks", "acme.AIT#asks");
            assertThat(fork.say("configured well acme.AIT#asks")).isNull();
        }
        for (String next : List.of(
                "opened 1",
                "configuring 1 acme.AIT",
                "preparing 1 acme.AIT#asks",
                "configured 1 acme.AIT failed",
                "configuring 1 acme.AIT#asks",
                "closed 1")) {
            assertThat(told.take()).isEqualTo(next);
        }
    }

    @Test
    void tellsForksApart() throws Exception {
        try (Fork one = new Fork();
                Fork two = new Fork()) {
            one.say("hello 1 " + server.token());
            two.say("hello 1 " + server.token());
            one.say("started acme.AIT#a");
            two.say("started acme.BIT#b");

            assertThat(sessions.active("1").tests()).containsExactly("acme.AIT#a");
            assertThat(sessions.active("2").tests()).containsExactly("acme.BIT#b");
            assertThat(sessions.active(null)).isEqualTo(ActiveTestSet.NONE);
        }
    }

    @Test
    void aSessionIsGivenAnEntranceForAsLongAsItLasts() throws Exception {
        SessionPorts entrances = new SessionPorts() {
            @Override
            public int open(String session) {
                told.add("entrance " + session);
                return 4711;
            }

            @Override
            public void close(String session) {
                told.add("no entrance " + session);
            }
        };
        server.close();
        server = EventServer.start(sessions, events, entrances, RunToken.random());
        try (Fork fork = new Fork()) {
            assertThat(fork.say("hello 1 " + server.token())).isEqualTo("session 1 4711");
        }

        for (String next : List.of("opened 1", "entrance 1", "closed 1", "no entrance 1")) {
            assertThat(told.take()).isEqualTo(next);
        }
    }

    @Test
    void assumesTheOnlyForkWhereARequestNamesNone() throws Exception {
        try (Fork fork = new Fork()) {
            fork.say("hello 1 " + server.token());
            fork.say("started acme.AIT#a");

            assertThat(sessions.active(null)).isEqualTo(new ActiveTestSet(List.of("acme.AIT#a"), List.of(), false));
            assertThat(sessions.active("7")).isEqualTo(ActiveTestSet.NONE);
        }
    }

    @Test
    void doesNotListenToStrangers() throws Exception {
        try (Fork fork = new Fork()) {
            assertThat(fork.say("hello 1 guessed")).isNull();
        }
        try (Fork fork = new Fork()) {
            assertThat(fork.say("GET / HTTP/1.1")).isNull();
        }
        assertThat(told).isEmpty();
    }

    @Test
    void hangsUpOnWhatItDoesNotUnderstand() throws Exception {
        try (Fork fork = new Fork()) {
            fork.say("hello 1 " + server.token());

            assertThat(fork.say("finished happily acme.AIT#a")).isNull();
        }
    }

    @Test
    void hangsUpOnLinesWithoutEnd() throws Exception {
        try (Fork fork = new Fork()) {
            assertThat(fork.say("x".repeat(300))).isNull();
        }
        try (Fork fork = new Fork()) {
            fork.say("hello 1 " + server.token());
            assertThat(fork.say("started " + "x".repeat(70_000))).isNull();
        }
    }

    @Test
    void connectionsThatSayNothingTakeNoThreadAndNoRoomFromTestJvms() throws Exception {
        List<Fork> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                idle.add(new Fork());
            }
            // Each connection is served in turn, so the ones before have been seen when this one is told its session.
            try (Fork fork = new Fork()) {
                assertThat(fork.say("hello 1 " + server.token())).isEqualTo("session 1");
                assertThat(fork.say("started acme.AIT")).isEqualTo("ok");
                assertThat(Thread.getAllStackTraces().keySet().stream()
                                .map(Thread::getName)
                                .filter(name -> name.startsWith("recorder-events")))
                        .hasSize(1);
            }
        } finally {
            for (Fork fork : idle) {
                fork.close();
            }
        }
    }
}

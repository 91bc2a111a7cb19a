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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AttributingResponderTest {

    private static final TestEventListener IGNORED = new TestEventListener() {
        @Override
        public void opened(String session) {}

        @Override
        public void closed(String session) {}

        @Override
        public void started(String session, TestIdentity test) {}

        @Override
        public void finished(String session, TestIdentity test, String status) {}

        @Override
        public void configuring(String session, TestIdentity test, boolean before) {}

        @Override
        public void configured(String session, TestIdentity test, String status) {}
    };

    private final TestJvmSessions sessions = new TestJvmSessions();
    private @Nullable CallerIdentity caller;
    private Exchange.@Nullable Headers passedOn;
    private @Nullable Exchange exchanged;
    private Set<String> owners = Set.of();
    private EventServer server;
    private Socket fork;
    private BufferedReader responses;

    private final AttributingResponder responder = new AttributingResponder(
            exchange -> {
                caller = exchange.caller();
                passedOn = exchange.headers();
                exchanged = exchange;
                return new RecorderResponse.Missed(
                        "", "", "", new WireResponse(404, List.of(), ByteBuffer.allocate(0)));
            },
            sessions,
            Set.of("openai"),
            exchange -> owners);

    @BeforeEach
    void openASession() throws IOException {
        server = EventServer.start(sessions, IGNORED);
        openAFork();
        say("started acme.AIT");
    }

    private void openAFork() throws IOException {
        fork = new Socket(server.host(), server.port());
        responses = new BufferedReader(new InputStreamReader(fork.getInputStream(), StandardCharsets.UTF_8));
        say("hello 1 " + server.token());
        say("marks");
    }

    @AfterEach
    void close() throws IOException {
        fork.close();
        server.close();
    }

    private String say(String line) throws IOException {
        fork.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        return responses.readLine();
    }

    /** Says that a test or class begins and returns its mark. */
    private String starts(String test) throws IOException {
        return say("started " + test).substring("ok ".length());
    }

    /** Sends a request with headers of this name. */
    private @Nullable CallerIdentity asksWith(String path, String name, String... values) {
        responder.respond(new Exchange(
                "GET",
                path,
                null,
                Exchange.Headers.of(
                        Stream.of(values).map(value -> Map.entry(name, value)).toList()),
                ByteBuffer.allocate(0)));
        return caller;
    }

    private @Nullable CallerIdentity asksWith(String baggage) {
        return asksWith("/s/1/openai/v1/models", "baggage", baggage);
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
    void besideAnotherClassATestIsNotCertain() throws IOException {
        say("started acme.AIT#a");
        say("started acme.BIT");

        assertThat(asks()).isEqualTo(CallerIdentity.UNKNOWN);
        owners = Set.of("acme.AIT#a");
        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT#a", AttributionConfidence.CONTENT));
        owners = Set.of();
        say("started acme.AIT#b");
        assertThat(asks()).isEqualTo(CallerIdentity.UNKNOWN);
        say("finished passed acme.BIT");
        say("started acme.AIT$Inner");
        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT", AttributionConfidence.CLASS));
    }

    @Test
    void aConfigurationMethodIsOfTheTestThatItPrepares() throws IOException {
        say("preparing acme.AIT#a");

        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT#a", AttributionConfidence.EXACT));
        say("configured passed acme.AIT#a");
        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT", AttributionConfidence.CLASS));
    }

    @Test
    void aConfigurationMethodBesideATestIsOfOneOfTheTwoOrTheClass() throws IOException {
        say("started acme.AIT#a");
        say("preparing acme.AIT#b");

        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT", AttributionConfidence.CLASS));
        owners = Set.of("acme.AIT#b");
        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT#b", AttributionConfidence.CONTENT));
    }

    @Test
    void aConfigurationMethodOfTheClassBesideATestIsNotOfThatTest() throws IOException {
        say("started acme.AIT#a");
        say("configuring acme.AIT");

        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT", AttributionConfidence.CLASS));
        owners = Set.of("acme.AIT");
        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT", AttributionConfidence.CONTENT));
        say("configured passed acme.AIT");
        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT#a", AttributionConfidence.EXACT));
        say("configuring acme.BIT");
        owners = Set.of();
        assertThat(asks()).isEqualTo(CallerIdentity.UNKNOWN);
    }

    @Test
    void aConfigurationMethodOfTheClassAloneIsOfTheClass() throws IOException {
        say("configuring acme.AIT");

        assertThat(asks()).isEqualTo(new CallerIdentity("acme.AIT", AttributionConfidence.CLASS));
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
        say("finished passed acme.AIT");
        say("started acme.BIT$Inner#a\t[unique]\tacme.Base$Inner#a");

        assertThat(asks()).isEqualTo(new CallerIdentity("acme.BIT$Inner#a", AttributionConfidence.EXACT));
    }

    @Test
    void saysNoFormerIdThatAnotherTestHasNow() throws Exception {
        say("started acme.AIT#asks");
        say("finished passed acme.AIT#asks");
        say("finished passed acme.AIT");
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
    void ofSeveralTestsItIsTheOneWhoseMarkTheRequestCarries() throws IOException {
        String a = starts("acme.AIT#a");
        String b = starts("acme.BIT#b");
        owners = Set.of("acme.BIT#b");

        assertThat(asksWith("recorder.test=" + a))
                .isEqualTo(new CallerIdentity("acme.AIT#a", AttributionConfidence.EXACT));
        assertThat(asksWith("/openai/v1/models", "Baggage", "user=7 , recorder.test = " + b))
                .isEqualTo(new CallerIdentity("acme.BIT#b", AttributionConfidence.EXACT));
    }

    @Test
    void aHeaderThatNamesTheTestComesBeforeTheMark() throws IOException {
        String a = starts("acme.AIT#a");

        responder.respond(new Exchange(
                "GET",
                "/s/1/openai/v1/models",
                null,
                Exchange.Headers.of(List.of(
                        Map.entry("baggage", "recorder.test=" + a), Map.entry("X-Recorder-Test-Id", "acme.BIT#b"))),
                ByteBuffer.allocate(0)));

        assertThat(caller).isEqualTo(new CallerIdentity("acme.BIT#b", AttributionConfidence.EXACT));
        assertThat(passedOn.all()).containsExactly(Map.entry("X-Recorder-Test-Id", "acme.BIT#b"));
    }

    @Test
    void onlyTheMarkIsRemovedFromTheHeaders() throws IOException {
        String a = starts("acme.AIT#a");
        List<String> left = List.of(
                "user=%2C7;p=1, tenant=x|" + "user=%2C7;p=1,recorder.test=" + a + ", tenant=x",
                "|recorder.test=" + a,
                "recorder.test=other,x=1|recorder.test=other,x=1,recorder.test=" + a,
                "x=1|recorder.test=" + a + ",x=1",
                "recorder.tests=1,x.recorder.test=2|recorder.tests=1,x.recorder.test=2",
                ",|,,recorder.test=" + a,
                "recorder.test=recordermark0|recorder.test=recordermark0",
                "recorder.test|recorder.test");

        for (String each : left) {
            String[] want = each.split("\\|", 2);
            asksWith(want[1]);
            assertThat(passedOn.all())
                    .as(want[1])
                    .isEqualTo(want[0].isEmpty() ? List.of() : List.of(Map.entry("baggage", want[0])));
        }
    }

    @Test
    void theMarkIsRemovedFromAllPartsOfARequest() throws IOException {
        String a = starts("acme.AIT#a");
        starts("acme.BIT#b");
        String jsonInJson = "{\"a\":\"{\\\"c\\\":\\\"x\\\\u003d1\\\\u002Crecorder.test\\\\u003d" + a + "\\\"}\"}";

        for (String each : List.of(
                "x=1,y=2|x=1,recorder.test=" + a + ",y=2",
                "x%3D1%2Cy%3D2|x%3D1%2Crecorder.test%3D" + a + "%2Cy%3D2",
                "%22x%3d1%22|%22recorder.test%3d" + a + "%2cx%3d1%22",
                "x%253D1|recorder.test%253D" + a + "%252Cx%253D1",
                "{\"a\":\"{\\\"c\\\":\\\"x\\\\u003d1\\\"}\"}|" + jsonInJson,
                "{\"recorder.test\":\"\",\"n\":1}|{\"recorder.test\":\"" + a + "\",\"n\":1}",
                "{recorder.test=ImmutableEntry{value=}}|{recorder.test=ImmutableEntry{value=" + a + "}}",
                "\u00ff\u0000\u00e4|\u00ff\u0000recorder.test=" + a + "\u00e4")) {
            String[] want = each.split("\\|", 2);
            byte[] body = want[1].getBytes(StandardCharsets.ISO_8859_1);
            responder.respond(new Exchange(
                    "POST",
                    "/s/1/openai/v1/" + want[1],
                    want[1],
                    Exchange.Headers.of(List.of(
                            Map.entry("X-Context", want[1]),
                            Map.entry("uberctx-recorder.test", a),
                            Map.entry("Content-Encoding", "gzip"))),
                    ByteBuffer.wrap(body),
                    ByteBuffer.allocate(2),
                    null));

            assertThat(caller).as(each).isEqualTo(new CallerIdentity("acme.AIT#a", AttributionConfidence.EXACT));
            assertThat(exchanged.path()).isEqualTo("/s/1/openai/v1/" + want[0]);
            assertThat(exchanged.query()).isEqualTo(want[0]);
            assertThat(passedOn.all()).containsExactly(Map.entry("X-Context", want[0]));
            assertThat(StandardCharsets.ISO_8859_1
                            .decode(exchanged.body().duplicate())
                            .toString())
                    .isEqualTo(want[0]);
            assertThat(exchanged.sent()).isSameAs(exchanged.body());
        }
    }

    @Test
    void aRequestWithoutMarkIsTheSame() throws IOException {
        starts("acme.AIT#a");

        for (String text : List.of("", "recordermark", "recorder.test=recordermark0123", "recordermar")) {
            ByteBuffer body = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            ByteBuffer sent = ByteBuffer.allocate(1);
            Exchange.Headers headers = Exchange.Headers.of(List.of(Map.entry("Content-Encoding", "gzip")));
            responder.respond(new Exchange("POST", "/s/1/openai/" + text, text, headers, body, sent, null));

            assertThat(exchanged.body()).isSameAs(body);
            assertThat(exchanged.sent()).isSameAs(sent);
            assertThat(exchanged.headers()).isSameAs(headers);
        }
    }

    @Test
    void withoutMarksNothingIsSearched() throws IOException {
        fork.close();
        server.close();
        TestJvmSessions unmarked = new TestJvmSessions();
        AttributingResponder without = new AttributingResponder(
                exchange -> {
                    exchanged = exchange;
                    return new RecorderResponse.Missed(
                            "", "", "", new WireResponse(404, List.of(), ByteBuffer.allocate(0)));
                },
                unmarked,
                Set.of("openai"),
                exchange -> owners);
        server = EventServer.start(unmarked, IGNORED);
        fork = new Socket(server.host(), server.port());
        responses = new BufferedReader(new InputStreamReader(fork.getInputStream(), StandardCharsets.UTF_8));
        say("hello 1 " + server.token());
        String query = "recordermark" + "0".repeat(24);

        assertThat(say("started acme.AIT#a")).isEqualTo("ok");
        without.respond(new Exchange(
                "GET", "/s/1/openai/v1/models", query, Exchange.Headers.of(List.of()), ByteBuffer.allocate(0)));

        assertThat(exchanged.query()).isEqualTo(query);
        assertThat(exchanged.caller()).isEqualTo(new CallerIdentity("acme.AIT#a", AttributionConfidence.EXACT));
    }

    @Test
    void aMarkAmongSeveralHeadersIsFound() throws IOException {
        String a = starts("acme.AIT#a");
        starts("acme.BIT#b");

        assertThat(asksWith("/s/1/openai/v1/models", "baggage", "x=1", "recorder.test=" + a, "y=2"))
                .isEqualTo(new CallerIdentity("acme.AIT#a", AttributionConfidence.EXACT));
        assertThat(passedOn.all()).extracting(Map.Entry::getValue).containsExactly("x=1", "y=2");
    }

    @Test
    void aMarkThatIsNoneSaysNothing() throws IOException {
        String a = starts("acme.AIT#a");
        String b = starts("acme.BIT#b");
        String last = b.substring(0, b.length() - 1);

        for (String value : List.of(
                "",
                "acme.AIT#a",
                "..%2F..%2Fetc%2Fpasswd",
                "%",
                "\u0000",
                a.toUpperCase(Locale.ROOT),
                last,
                "recordermark" + "0".repeat(24),
                a + ",recorder.test=" + b,
                (a + b).repeat(10_000))) {
            assertThat(asksWith("recorder.test=" + value)).as(value).isEqualTo(CallerIdentity.UNKNOWN);
        }
    }

    @Test
    void aMarkOfAnotherTestJvmSaysNothing() throws IOException {
        starts("acme.AIT#a");
        starts("acme.BIT#b");
        Socket first = fork;
        openAFork();
        String other = starts("acme.CIT#c");

        assertThat(asksWith("recorder.test=" + other)).isEqualTo(CallerIdentity.UNKNOWN);
        assertThat(asksWith("/openai/v1/models", "baggage", "recorder.test=" + other))
                .isEqualTo(new CallerIdentity("acme.CIT#c", AttributionConfidence.EXACT));
        first.close();
    }

    @Test
    void theMarkOfATestThatHasEndedLeavesDoubt() throws IOException {
        String a = starts("acme.AIT#a");
        starts("acme.AIT#b");
        say("finished passed acme.AIT#a");

        assertThat(asksWith("recorder.test=" + a))
                .isEqualTo(new CallerIdentity("acme.AIT#b", AttributionConfidence.ASSUMED));
        assertThat(starts("acme.AIT#a")).isEqualTo(a);
        assertThat(asksWith("recorder.test=" + a))
                .isEqualTo(new CallerIdentity("acme.AIT#a", AttributionConfidence.EXACT));
    }

    @Test
    void theMarkOfAClassIsOfTheClassOrOneOfItsTests() throws IOException {
        String b = starts("acme.BIT");
        starts("acme.AIT#a");
        assertThat(asksWith("recorder.test=" + b))
                .isEqualTo(new CallerIdentity("acme.BIT", AttributionConfidence.CLASS));

        starts("acme.BIT#b");
        starts("acme.BIT$Inner#c");
        starts("acme.BITtoo#d");
        owners = Set.of("acme.AIT#a", "acme.BITtoo#d");
        assertThat(asksWith("recorder.test=" + b))
                .isEqualTo(new CallerIdentity("acme.BIT", AttributionConfidence.CLASS));
        owners = Set.of("acme.AIT#a", "acme.BIT$Inner#c");
        assertThat(asksWith("recorder.test=" + b))
                .isEqualTo(new CallerIdentity("acme.BIT$Inner#c", AttributionConfidence.CONTENT));
    }

    @Test
    void theMarkOfAClassDoesNotChangeWhoRunsAlone() throws IOException {
        say("finished passed acme.AIT");
        String b = starts("acme.BIT");
        starts("acme.BIT#b");

        assertThat(asksWith("recorder.test=" + b))
                .isEqualTo(new CallerIdentity("acme.BIT#b", AttributionConfidence.EXACT));
    }

    @Test
    void aRequestOfAnUnknownSessionIsOfNobody() throws IOException {
        say("started acme.AIT#a");

        assertThat(asks("/s/99/openai/v1/models", Map.of())).isEqualTo(CallerIdentity.UNKNOWN);
    }
}

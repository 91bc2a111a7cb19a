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

    private final TestJvmSessions sessions = new TestJvmSessions();
    private @Nullable CallerIdentity caller;
    private Exchange.@Nullable Headers passedOn;
    private Set<String> owners = Set.of();
    private EventServer server;
    private Socket fork;
    private BufferedReader responses;

    private final AttributingResponder responder = new AttributingResponder(
            exchange -> {
                caller = exchange.caller();
                passedOn = exchange.headers();
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
        openAFork();
        say("started acme.AIT");
    }

    private void openAFork() throws IOException {
        fork = new Socket(server.host(), server.port());
        responses = new BufferedReader(new InputStreamReader(fork.getInputStream(), StandardCharsets.UTF_8));
        say("hello 1 " + server.token());
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
        assertThat(asksWith("/openai/v1/models", "Baggage", "user=7 , recorder.test = " + b + " ;p=1"))
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
                "user=%2C7;p=1, tenant=x|" + "user=%2C7;p=1,recorder.test=" + a + ";q, tenant=x",
                "|recorder.test=" + a,
                "x=1|recorder.test=other,x=1,recorder.test=" + a,
                "recorder.tests=1,x.recorder.test=2|recorder.tests=1,x.recorder.test=2",
                ",|,,recorder.test=" + a,
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
                a.toUpperCase(Locale.ROOT) + "x",
                last,
                a + ",recorder.test=" + b,
                a.repeat(10_000))) {
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

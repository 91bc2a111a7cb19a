package io.github.recorder.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.scripted.ScriptedProvider;
import io.github.recorder.scripted.ScriptedProvider.Reply;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that differ by a header only, in whole runs that record and replay them. */
final class MatchingHeadersTest extends RecordingScenario {

    private static final String PATH = "/crm/customers";
    private static final MatchingConfig TENANT = new MatchingConfig(List.of(), List.of(), List.of("X-Tenant"));

    private ScriptedProvider service;
    private MatchingConfig matching = MatchingConfig.NONE;

    @Override
    URI service() {
        return service.url();
    }

    @BeforeEach
    void start() throws IOException {
        service = ScriptedProvider.start(Reply.json(200, "{\"said\":\"first\"}"));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private RunOutcome run(String mode, Part part) throws Exception {
        UpstreamConfig crm = new UpstreamConfig("crm", service.url().toString(), null, null, null, null, matching);
        return runWith(request(mode, List.of(crm), Map.of()), part);
    }

    private String said(RecorderRun run, String name, String value) throws Exception {
        return ask(run, PATH, "{}", Map.of(name, value)).body();
    }

    private void answers(String... texts) {
        service.script(List.of(texts).stream()
                .map(text -> Reply.json(200, "{\"said\":\"" + text + "\"}"))
                .toArray(Reply[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept-Language", "Anthropic-Beta", "OpenAI-Beta"})
    void negotiationChoosesAmongResponsesThatDiffer(String header) throws Exception {
        answers("hello", "bonjour");
        run("record", run -> {
            said(run, header, "en");
            said(run, header, "fr");
        });
        assertThat(files()).hasSize(1);
        assertThat(recorded().at("/response/body/said").asString()).isEqualTo("hello");
        String name = header.toLowerCase(Locale.ROOT);
        assertThat(recorded().at("/response/request_headers/" + name).asString())
                .isEqualTo("en");
        assertThat(recorded().at("/response/variants/0/body/said").asString()).isEqualTo("bonjour");

        RunOutcome outcome = run("replay", run -> {
            assertThat(said(run, header, "fr")).contains("bonjour");
            assertThat(said(run, header, "en")).contains("hello");
            assertThat(said(run, header, "fr")).contains("bonjour");
            assertThat(said(run, "X-Else", "1")).contains("hello");
        });
        assertThat(outcome.missed()).isZero();
    }

    @Test
    void negotiationDoesNotCountWhereResponsesAreEqual() throws Exception {
        answers("hello", "hello");
        run("record", run -> {
            said(run, "Accept-Language", "en");
            said(run, "Accept-Language", "fr");
        });
        assertThat(recordedText()).doesNotContain("request_headers").doesNotContain("variants");
    }

    @Test
    void pollingStaysASequenceThoughAHeaderChangesEachTime() throws Exception {
        answers("wait", "done");
        run("record", run -> {
            said(run, "If-Modified-Since", "Thu, 26 Nov 2026 08:00:00 GMT");
            said(run, "If-Modified-Since", "Thu, 26 Nov 2026 08:00:01 GMT");
        });
        run("replay", run -> {
            assertThat(said(run, "If-Modified-Since", "Fri, 27 Nov 2026 08:00:00 GMT"))
                    .contains("wait");
            assertThat(said(run, "If-Modified-Since", "Fri, 27 Nov 2026 08:00:01 GMT"))
                    .contains("done");
        });
    }

    @Test
    void aHeaderOfTheUsersHasToFit() throws Exception {
        matching = TENANT;
        answers("of a", "of b");
        run("record", run -> {
            said(run, "X-Tenant", "a");
            said(run, "X-Tenant", "b");
        });

        RunOutcome outcome = run("replay", run -> {
            assertThat(said(run, "X-Tenant", "b")).contains("of b");
            assertThat(said(run, "x-tenant", "a")).contains("of a");
            assertThat(said(run, "X-Tenant", "c"))
                    .contains("other values of a header that counts")
                    .contains("x-tenant is c, recorded is a and b");
            assertThat(said(run, "X-Else", "1")).contains("x-tenant is absent, recorded is a and b");
        });
        assertThat(outcome.missed()).isEqualTo(2);
        assertThat(outcome.missGroups())
                .extracting(group -> group.cause().phrase())
                .containsExactly(
                        "they were recorded with other values of a header that counts: x-tenant is c, recorded is a and"
                                + " b");
    }

    @Test
    void namesOnlyTheHeadersThatDifferAndNoCredential() throws Exception {
        matching = new MatchingConfig(List.of(), List.of(), List.of("X-Tenant", "X-Region"));
        run("record", run -> ask(run, PATH, "{}", Map.of("X-Tenant", "a", "X-Region", "eu")));

        RunOutcome outcome = run(
                "replay",
                run -> assertThat(ask(
                                        run,
                                        PATH,
                                        "{}",
                                        Map.of("X-Tenant", "sk-proj-" + "x1Y2".repeat(12), "X-Region", "eu"))
                                .body())
                        .contains("x-tenant is ")
                        .doesNotContain("x-region", "x1Y2"));
        assertThat(outcome.missGroups().get(0).cause().phrase())
                .contains("x-tenant is ")
                .doesNotContain("x1Y2");
    }

    @Test
    void aRecordingOfBeforeTheRuleFitsEveryValue() throws Exception {
        run("record", run -> said(run, "X-Tenant", "a"));
        matching = TENANT;
        run("replay", run -> assertThat(said(run, "X-Tenant", "b")).contains("first"));
    }

    @Test
    void aMissingVariantIsAddedToTheOthers() throws Exception {
        matching = TENANT;
        answers("of a", "of b");
        run("record-if-missing", run -> said(run, "X-Tenant", "a"));
        run("record-if-missing", run -> {
            assertThat(said(run, "X-Tenant", "a")).contains("of a");
            assertThat(said(run, "X-Tenant", "b")).contains("of b");
        });
        assertThat(service.asked()).hasSize(2);
        assertThat(recorded().at("/response/body/said").asString()).isEqualTo("of a");
        assertThat(recorded().at("/response/variants")).hasSize(1);
    }

    @Test
    void aChallengeIsReplayedBeforeTheResponse() throws Exception {
        service.script(
                Reply.json(401, "{\"said\":\"who?\"}").with("WWW-Authenticate", "Basic realm=\"crm\""),
                Reply.json(200, "{\"said\":\"hello\"}"));
        Part client = run -> {
            assertThat(ask(run, PATH, "{}", Map.of())).satisfies(challenge -> {
                assertThat(challenge.statusCode()).isEqualTo(401);
                assertThat(challenge.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"crm\"");
            });
            assertThat(said(run, "Authorization", "Basic ZmFrZTpmYWtl")).contains("hello");
        };
        run("record", client);
        assertThat(run("replay", client).missed()).isZero();
    }

    @Test
    void aCredentialThatCountsIsKeptAsADigest() throws Exception {
        matching = new MatchingConfig(List.of(), List.of(), List.of("Authorization"));
        answers("of alice", "of bob");
        run("record", run -> {
            said(run, "Authorization", "Bearer fake-alice-1");
            said(run, "Authorization", "Bearer fake-bob-1");
        });
        assertThat(recordedText()).contains("REDACTED-").doesNotContain("fake-alice-1");
        run("replay", run -> {
            assertThat(said(run, "Authorization", "Bearer fake-bob-1")).contains("of bob");
            assertThat(said(run, "Authorization", "Bearer fake-alice-1")).contains("of alice");
        });
    }

    @Test
    void recordingVariantsAgainChangesNoByte() throws Exception {
        answers("hello", "bonjour", "hello", "bonjour");
        Part both = run -> {
            said(run, "Accept-Language", "en");
            said(run, "Accept-Language", "fr");
        };
        run("record", both);
        String before = recordedText();
        run("record", both);
        assertThat(recordedText()).isEqualTo(before);
    }
}

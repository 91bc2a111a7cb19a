package io.github.recorder.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.ledger.FilterReach;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerHead;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.ledger.TestStatus;
import io.github.recorder.recording.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What one build proves, and what it does not. */
final class TestRunTest {

    private static final String FAILSAFE = "failsafe:integration-test@default";
    private static final String SUREFIRE = "surefire:test@default-test";

    private static LedgerHead head(boolean ended, List<String> executions, LedgerEvent.@Nullable CodeState code) {
        Instant started = Instant.parse("2026-01-02T03:04:05.678Z");
        RunHeader header = new RunHeader(
                "run",
                "1",
                RunHeader.START,
                "acme:app",
                "/app",
                "/app/recordings",
                "recordings",
                started,
                started,
                RunHeader.REPLAY,
                "prefer",
                List.of(),
                FilterReach.NOTHING,
                null,
                executions,
                List.of(),
                Json.nodes().objectNode(),
                List.of());
        return new LedgerHead(Path.of("ledger.jsonl"), header, code, ended);
    }

    private static LedgerEvent.CodeState code(String... classes) {
        Map<String, String> digests = Stream.of(classes).collect(Collectors.toMap(name -> name, name -> "digest"));
        return new LedgerEvent.CodeState("tree", "classes", digests, List.of(), null, List.of());
    }

    private static TestRun run(LedgerEvent... events) {
        TestRun run = new TestRun(List.of(head(true, List.of(), code("acme.AIT", "acme.BIT"))), Set.of());
        Stream.of(events).forEach(run::add);
        return run;
    }

    private static LedgerEvent execution(String goal) {
        return new LedgerEvent.Execution(goal, false, Map.of(), List.of());
    }

    private static LedgerEvent finished(String test, TestStatus status) {
        return new LedgerEvent.TestFinished("s", test, "[" + test + "]", null, status);
    }

    private static LedgerEvent started(String test) {
        return new LedgerEvent.TestStarted("s", test, "[" + test + "]", null);
    }

    private static LedgerEvent report(String className, int tests, int failures, int errors) {
        return new LedgerEvent.Report("failsafe", className, tests, failures, errors);
    }

    private static List<String> gaps(TestRun run) {
        return run.gaps().stream().map(MissingProof::what).toList();
    }

    @Test
    void aRunThatEndedAndPassedHasNoGap() {
        TestRun run = run(execution(FAILSAFE), started("acme.AIT#a"), finished("acme.AIT#a", TestStatus.PASSED));

        assertThat(gaps(run)).isEmpty();
        assertThat(run.hasTests()).isTrue();
        assertThat(run.started()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void aRunWithoutEndOrCodeIsIncomplete() {
        assertThat(gaps(new TestRun(List.of(head(false, List.of(), code())), Set.of())))
                .containsExactly("The run of acme:app that started at 2026-01-02T03:04:05Z did not come to its end");
        assertThat(gaps(new TestRun(List.of(head(true, List.of(), null)), Set.of())))
                .hasSize(1);
    }

    @Test
    void onlyATestThatPassedIsATest() {
        assertThat(run(execution(FAILSAFE), finished("acme.AIT", TestStatus.PASSED))
                        .hasTests())
                .isFalse();
        assertThat(run(execution(FAILSAFE), finished("acme.AIT#a", TestStatus.SKIPPED))
                        .hasTests())
                .isFalse();
        assertThat(run(execution(FAILSAFE), finished("#a", TestStatus.PASSED)).hasTests())
                .isTrue();
    }

    @Test
    void testsAreHeardByExecutionAndClassesOnlyIfTheyDidNotPass() {
        TestRun run = run(
                finished("acme.EarlyIT#before", TestStatus.PASSED),
                execution(SUREFIRE),
                finished("acme.ATest#a(int)[2]", TestStatus.PASSED),
                execution(FAILSAFE),
                finished("acme.AIT", TestStatus.PASSED),
                finished("acme.BIT", TestStatus.SKIPPED),
                finished("#odd", TestStatus.PASSED));

        assertThat(run.heard())
                .containsOnly(
                        Map.entry(SUREFIRE, Set.of("acme.ATest#a(int)")),
                        Map.entry(FAILSAFE, Set.of("acme.BIT", "#odd")));
    }

    @Test
    void anExecutionOfThePomThatDidNotRunIsMissing() {
        TestRun run = new TestRun(List.of(head(true, List.of(SUREFIRE, FAILSAFE), code())), Set.of(SUREFIRE));
        assertThat(gaps(run)).containsExactly("Between start and stop the build of acme:app did not run " + FAILSAFE);

        run.add(execution(FAILSAFE));
        assertThat(gaps(run)).isEmpty();

        run.add(new LedgerEvent.Execution("failsafe:integration-test@slow", true, Map.of(), List.of()));
        assertThat(gaps(run))
                .containsExactly(
                        "Between start and stop the build of acme:app did not run failsafe:integration-test@slow");
    }

    @Test
    void aFailureInAReportCountsUnlessATestOfTheClassSaysSo() {
        assertThat(gaps(run(
                        execution(FAILSAFE), finished("acme.AIT#a", TestStatus.FAILED), report("acme.AIT", 1, 1, 0))))
                .containsExactly("These tests failed: acme.AIT#a");
        assertThat(gaps(run(
                        execution(FAILSAFE), finished("acme.AIT#a", TestStatus.PASSED), report("acme.AIT", 1, 1, 0))))
                .containsExactly("These tests failed: acme.AIT");
        assertThat(gaps(run(
                        execution(FAILSAFE), finished("acme.AIT#a", TestStatus.PASSED), report("acme.AIT", 1, 0, 1))))
                .containsExactly("These tests failed: acme.AIT");
        assertThat(gaps(run(
                        execution(FAILSAFE), finished("acme.AIT#a", TestStatus.PASSED), report("acme.AIT", 1, 0, 0))))
                .isEmpty();
    }

    @Test
    void aTestThatRanAndIsLaterSkippedDidRun() {
        TestRun run = run(
                execution(FAILSAFE),
                finished("acme.AIT#a", TestStatus.FAILED),
                finished("acme.AIT#a", TestStatus.PASSED),
                finished("acme.AIT#a", TestStatus.SKIPPED));

        assertThat(run.outcomes()).extracting(TestRun.Outcome::status).containsExactly(TestStatus.PASSED);
    }

    @Test
    void aTestThatDidNotEndIsNamed() {
        assertThat(gaps(run(execution(FAILSAFE), started("acme.AIT#a"), finished("acme.BIT#b", TestStatus.PASSED))))
                .containsExactly("These tests began and did not end: acme.AIT#a");
    }

    @Test
    void aClassWithAReportThatNoTestJvmReportedHadNoListener() {
        assertThat(gaps(run(
                        execution(FAILSAFE), finished("acme.AIT#a", TestStatus.PASSED), report("acme.BIT", 2, 0, 0))))
                .containsExactly("The test JVMs of failsafe did not say which tests ran in acme.BIT");
        assertThat(gaps(run(execution(FAILSAFE), report("acme.Unknown", 2, 0, 0))))
                .as("no test of the plugin was heard at all")
                .containsExactly("The test JVMs of failsafe did not say which tests ran in acme.Unknown");
    }

    @Test
    void aReportProvesNothingOfEmptyClassesOtherPluginsAndFeatures() {
        LedgerEvent passed = finished("acme.AIT#a", TestStatus.PASSED);

        assertThat(gaps(run(execution(FAILSAFE), passed, report("acme.BIT", 0, 0, 0))))
                .isEmpty();
        assertThat(gaps(run(execution(SUREFIRE), passed, report("acme.BIT", 2, 0, 0))))
                .isEmpty();
        assertThat(gaps(run(execution(FAILSAFE), passed, report("A feature", 2, 0, 0))))
                .isEmpty();
        assertThat(gaps(run(execution(FAILSAFE), passed, report("acme.AIT$Nested", 2, 0, 0))))
                .isEmpty();
    }

    @Test
    void anyMissAndAnyCallOfARealServiceIsAGap() {
        TestRun run = run(
                new LedgerEvent.Missed("acme.AIT#a", AttributionConfidence.EXACT, "POST /v1"),
                new LedgerEvent.Missed("acme.BIT#b", AttributionConfidence.EXACT, "POST /v1"),
                new LedgerEvent.Live("acme.AIT#a", AttributionConfidence.EXACT, "POST /v1"));
        assertThat(gaps(run))
                .containsExactly(
                        "The run of 2026-01-02T03:04:05Z was in mode replay and called a real service",
                        "1 request found no recording");

        run.add(new LedgerEvent.Missed("acme.AIT#a", AttributionConfidence.EXACT, "POST /v2"));
        assertThat(gaps(run)).contains("2 different requests found no recording");
        assertThat(gaps(run(new LedgerEvent.Recorded("acme.AIT#a", AttributionConfidence.EXACT, "a.json"))))
                .hasSize(1);
    }

    @Test
    void crashesAndChangedFilesAreNamed() {
        assertThat(gaps(run(
                        new LedgerEvent.Crashed("java.lang.RuntimeException: The forked VM terminated"),
                        new LedgerEvent.CodeChanged(List.of("b.txt", "a.txt")))))
                .containsExactly(
                        "The test plugin says \"The forked VM terminated\"",
                        "While the build of acme:app ran, these files changed: a.txt, b.txt");
    }

    @Test
    void fiveNamesAreWrittenAndMoreAreCounted() {
        List<String> names =
                IntStream.rangeClosed(1, 7).mapToObj(String::valueOf).toList();

        assertThat(TestRun.named(names.subList(0, 5))).isEqualTo("1, 2, 3, 4, 5");
        assertThat(TestRun.named(names)).isEqualTo("1, 2, 3, 4, 5 and 2 more");
    }
}

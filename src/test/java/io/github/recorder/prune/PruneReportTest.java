package io.github.recorder.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.prune.Verdict.Reason;
import io.github.recorder.recording.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class PruneReportTest {

    private static final Instant NOW = Instant.parse("2026-11-22T16:45:01Z");
    private static final RecordingFingerprint CONTENT = new RecordingFingerprint(12, "ab".repeat(32));

    private static final Verdict GONE =
            new Verdict("a.json", "acme.AIT#a", Reason.TEST_GONE, "no such test", CONTENT, null, List.of());
    private static final Verdict SUPERSEDED = new Verdict(
            "b.json", "acme.AIT#a", Reason.SUPERSEDED, "b2.json now", CONTENT, "b2.json", List.of("/model"));
    private static final Verdict SHARED =
            new Verdict("z.json", null, Reason.UNUSED, "not requested", CONTENT, null, List.of());

    @TempDir
    private Path directory;

    private static Verdict kept(String path, Reason reason, String detail) {
        return new Verdict(path, "acme.BIT#b", reason, detail, null, null, List.of());
    }

    private PrunePlan plan(boolean forced, List<Verdict> verdicts) throws Exception {
        Path recordings = directory.toRealPath();
        Evidence evidence = Evidence.of(recordings, List.of(), new BuildLayout(recordings, List.of(), List.of()), NOW);
        return new PrunePlan(recordings, 9, 4, verdicts, evidence, forced);
    }

    private static List<String> lines(PrunePlan plan, PruneOutcome outcome) {
        return new PruneReport(plan, outcome, "src/recordings", Path.of("/acme")).lines();
    }

    @Test
    void listsStaleRecordingsByTest() throws Exception {
        PrunePlan plan = plan(true, List.of(GONE, SUPERSEDED, SHARED));

        assertThat(lines(plan, PruneOutcome.dryRun()))
                .containsExactly(
                        "src/recordings: 9 recordings, 4 served, 3 stale, 0 kept unserved",
                        "FORCED: without the proof of a whole run (0 runs, 0 tests). What any ledger saw served is kept,"
                                + " and what belongs to tests that did not run.",
                        "  - No test passed between start and stop. Run `mvn verify` with the tests.",
                        "Stale:",
                        "  acme.AIT#a",
                        "    a.json - no such test",
                        "    b.json - b2.json now",
                        "  (no test: shared by all)",
                        "    z.json - not requested");
    }

    @Test
    void saysWhatIsMissingForTheProof() throws Exception {
        PrunePlan plan = plan(false, List.of());

        assertThat(plan.evidence().gaps()).isNotEmpty();
        List<String> expected = new ArrayList<>(List.of(
                "src/recordings: 9 recordings, 4 served, 0 stale, 0 kept unserved",
                "Proof: not complete, so nothing was removed:"));
        plan.evidence().gaps().forEach(gap -> expected.add("  - " + gap.what() + ". " + gap.remedy() + "."));
        assertThat(lines(plan, PruneOutcome.dryRun())).isEqualTo(expected);
    }

    @Test
    void saysWhereTheFilesAreAndWhichCouldNotBeMoved() throws Exception {
        PrunePlan plan = plan(true, List.of(GONE, SUPERSEDED));
        List<PruneOutcome.Failure> failed = List.of(new PruneOutcome.Failure(SUPERSEDED, "it is locked"));
        Path here = Path.of("/acme/q");

        assertThat(lines(
                        plan,
                        new PruneOutcome(
                                PruneOutcome.Kind.QUARANTINE, List.of(GONE), failed, here, Path.of("/acme/l"))))
                .startsWith("src/recordings: 9 recordings, 4 served, 1 pruned, 1 that could not be, 0 kept unserved")
                .endsWith(
                        "Pruned recordings are in q until `mvn clean`, and those that git cannot restore in l until you"
                                + " delete it. `mvn recorder:restore` restores them:",
                        "  acme.AIT#a",
                        "    a.json - no such test",
                        "Stale, but left where they are:",
                        "    b.json - it is locked");
        assertThat(lines(plan, new PruneOutcome(PruneOutcome.Kind.QUARANTINE, List.of(GONE), failed, here, null)))
                .contains("Pruned recordings are in q until `mvn clean`, and in git. `mvn recorder:restore` restores"
                        + " them:");
        assertThat(lines(plan, new PruneOutcome(PruneOutcome.Kind.DELETE, List.of(GONE), List.of(), null, null)))
                .startsWith("src/recordings: 9 recordings, 4 served, 1 deleted, 0 kept unserved")
                .contains("Deleted:");
        assertThat(lines(plan, new PruneOutcome(PruneOutcome.Kind.DELETE, List.of(), failed, null, null)))
                .doesNotContain("Deleted:");
    }

    @Test
    void groupsKeptRecordingsByTheirReason() throws Exception {
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            verdicts.add(kept("k" + i + ".json", Reason.NOT_PROVEN, "nothing proves it"));
        }
        for (int i = 0; i < 3; i++) {
            verdicts.add(kept("r" + i + ".json", Reason.KEPT_BY_PATTERN, "a pattern names it"));
        }
        verdicts.add(kept("p.json", Reason.PROBABLY_UNUSED, "its test is gone"));

        assertThat(lines(plan(true, verdicts), PruneOutcome.dryRun()))
                .startsWith("src/recordings: 9 recordings, 4 served, 0 stale, 8 kept unserved (1 probably unused)")
                .endsWith(
                        "Probably unused; a whole `mvn verify` would tell:",
                        "  acme.BIT#b",
                        "    p.json - its test is gone",
                        "Kept, although no test requested them:",
                        "  3: a pattern names it (r0.json, r1.json, r2.json)",
                        "  4: nothing proves it (k0.json, k1.json, k2.json, ...)");
    }

    @Test
    void namesABoundedNumberAndCountsTheOthers() throws Exception {
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            verdicts.add(new Verdict(i + ".json", null, Reason.UNUSED, "unused", CONTENT, null, List.of()));
        }
        assertThat(lines(plan(true, verdicts), PruneOutcome.dryRun()))
                .endsWith("    99.json - unused")
                .noneMatch(line -> line.contains("more, all of them"));

        verdicts.add(GONE);

        assertThat(lines(plan(true, verdicts), PruneOutcome.dryRun()))
                .endsWith("    99.json - unused", "  and 1 more, all of them in prune.json")
                .noneMatch(line -> line.contains("a.json"));
    }

    @Test
    void writesEachRecordingWithItsOutcomeAsJson() throws Exception {
        PrunePlan plan =
                plan(true, List.of(GONE, SUPERSEDED, SHARED, kept("k.json", Reason.NOT_PROVEN, "nothing proves it")));
        PruneOutcome outcome = new PruneOutcome(
                PruneOutcome.Kind.QUARANTINE,
                List.of(GONE),
                List.of(new PruneOutcome.Failure(SUPERSEDED, "it is locked")),
                Path.of("q"),
                Path.of("l"));

        JsonNode report = Json.parse(new PruneReport(plan, outcome, "src/recordings", Path.of("/acme")).json(NOW));

        assertThat(report.path("at").stringValue()).isEqualTo("2026-11-22T16:45:01Z");
        assertThat(report.path("action").stringValue()).isEqualTo("quarantine");
        assertThat(report.path("forced").booleanValue()).isTrue();
        assertThat(report.path("quarantine").stringValue()).isEqualTo("q");
        assertThat(report.path("lasting").stringValue()).isEqualTo("l");
        assertThat(report.path("counts"))
                .isEqualTo(json("{'recordings':9,'served':4,'stale':3,'kept':1,'pruned':1,'failed':1}"));
        assertThat(report.path("proof").path("complete").booleanValue()).isFalse();
        assertThat(report.path("proof").path("missing"))
                .hasSize(plan.evidence().gaps().size());
        assertThat(report.path("stale")).hasSize(3);
        assertStale(report.path("stale").path(0), "a.json", true, null);
        assertStale(report.path("stale").path(1), "b.json", false, "it is locked");
        assertStale(report.path("stale").path(2), "z.json", false, null);
        assertThat(report.path("stale").path(1).path("superseded_by").stringValue())
                .isEqualTo("b2.json");
        assertThat(report.path("stale").path(1).path("differs")).isEqualTo(json("['/model']"));
        assertThat(report.path("kept"))
                .isEqualTo(json("[{'path':'k.json','test':'acme.BIT#b','reason':'not_proven',"
                        + "'detail':'nothing proves it'}]"));

        JsonNode dry =
                Json.parse(new PruneReport(plan, PruneOutcome.dryRun(), "src/recordings", Path.of("/acme")).json(NOW));

        assertThat(dry.path("quarantine").isNull()).isTrue();
        assertThat(dry.path("lasting").isNull()).isTrue();
        assertThat(dry.path("stale").path(0).path("pruned").booleanValue()).isFalse();
    }

    private static void assertStale(JsonNode stale, String path, boolean pruned, @Nullable String failure) {
        assertThat(stale.path("path").stringValue()).isEqualTo(path);
        assertThat(stale.path("size").asLong()).isEqualTo(12);
        assertThat(stale.path("sha256").stringValue()).isEqualTo(CONTENT.sha256());
        assertThat(stale.path("pruned").booleanValue()).isEqualTo(pruned);
        assertThat(stale.path("failure").isNull() ? null : stale.path("failure").stringValue())
                .isEqualTo(failure);
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}

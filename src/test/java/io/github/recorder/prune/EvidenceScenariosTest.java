package io.github.recorder.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.TestStatus;
import io.github.recorder.lifecycle.ScriptedBuild;
import io.github.recorder.lifecycle.ScriptedBuild.Module;
import io.github.recorder.lifecycle.ScriptedBuild.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledgers of runs prove together. */
final class EvidenceScenariosTest {

    @TempDir
    private Path directory;

    private Path collected;
    private ScriptedBuild here;
    private Module app;

    @BeforeEach
    void setUp() throws IOException {
        directory = directory.toRealPath();
        collected = Files.createDirectories(directory.resolve("collected"));
        here = checkout("here");
        app = here.module("app");
    }

    private ScriptedBuild checkout(String name) throws IOException {
        return TwoTestBuild.in(directory.resolve(name));
    }

    private Path keep(Run run, String folder) throws IOException {
        return run.ends().copyLedgerTo(collected.resolve(folder));
    }

    private PruneResult prune(Module module) throws IOException {
        return PruneService.run(module.request(
                new PrunePlanner.PlanOptions(false, List.of(), Set.of()),
                PruneOutcome.Kind.DRY_RUN,
                Set.of(),
                isEmpty(collected) ? List.of() : List.of(collected.toString())));
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static String text(PruneResult result) {
        return result instanceof PruneResult.Judged judged
                ? String.join("\n", judged.report().lines())
                : result.toString();
    }

    private static List<String> stale(PruneResult result) {
        return result instanceof PruneResult.Judged judged
                ? judged.plan().stale().stream().map(Verdict::path).toList()
                : List.of(result.toString());
    }

    @Test
    void testsThatPassedAreCountedAndNotClassesOrSkippedTests() throws Exception {
        app.testClass("acme.CIT", "c", "d");
        TwoTestBuild.whole(app.run())
                .plays("acme.AIT", TestStatus.PASSED)
                .passes("acme.CIT#c")
                .skips("acme.CIT#d")
                .ends();

        assertThat(text(prune(app))).contains("Proof: complete (1 run, 3 tests)");
    }

    @Test
    void anOwnRunAndANamedOneAreTwo() throws Exception {
        TwoTestBuild.whole(app.run()).ends();
        keep(checkout("job").module("app").job("1/2", 1, "-Dit.test=AIT").passes("acme.AIT#a", "a.json"), "one");

        assertThat(stale(prune(app))).isEmpty();
        assertThat(text(prune(app))).contains("1 of 2 jobs left no ledger (2/2)");
    }

    @Test
    void anOwnRunTakesThePlaceOfALostJobIfItRanItsTests() throws Exception {
        keep(checkout("job").module("app").job("", 1, "-Dit.test=AIT").passes("acme.AIT#a", "a.json"), "one");
        app.run("-Dit.test=BIT").passes("acme.BIT#b", "b.json").ends();

        assertThat(stale(prune(app))).containsExactly("gone.json");
    }

    @Test
    void anOwnRunOfAnotherCodeProvesNothingForJobs() throws Exception {
        app.run("-Dit.test=BIT").passes("acme.BIT#b", "b.json").ends();
        here.module("app").source("src/main/java/acme/App.java", "class App {}");
        Module there = checkout("job").module("app");
        there.source("src/main/java/acme/App.java", "class App {}");
        keep(there.job("", 1, "-Dit.test=AIT").passes("acme.AIT#a", "a.json"), "one");

        assertThat(stale(prune(app))).isEmpty();
        assertThat(text(prune(app))).contains("no ledger ran acme.BIT");
    }

    @Test
    void ledgersFollowABuildThatWasMoved() throws Exception {
        TwoTestBuild.whole(app.run()).ends();
        Path moved = directory.resolve("moved");
        Files.move(here.root(), moved);

        assertThat(stale(prune(new ScriptedBuild(moved).module("app")))).containsExactly("gone.json");
    }

    @Test
    void ledgersOfABuildThatIsStillThereDoNotCountForItsCopy() throws Exception {
        TwoTestBuild.whole(app.run()).ends();
        Module copy = checkout("copy").module("app");
        Path ledgers = Files.createDirectories(copy.ledgers());
        try (Stream<Path> files = Files.list(app.ledgers())) {
            for (Path file : files.toList()) {
                Files.copy(file, ledgers.resolve(file.getFileName()));
            }
        }

        assertThat(text(PruneService.run(copy.request()))).contains("There is no ledger of " + copy.recordings());
    }

    @Test
    void aWholeLedgerCountsForItsCutCopyWhicheverIsFoundFirst() throws Exception {
        Run run = TwoTestBuild.whole(checkout("job").module("app").job("1/1", 1));
        Path ledger = keep(run, "m");
        String text = Files.readString(ledger);
        String cut = text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1);
        for (String folder : List.of("a", "z")) {
            Path copy = Files.createDirectories(collected.resolve(folder)).resolve(ledger.getFileName());
            Files.writeString(copy, cut);
        }

        assertThat(stale(prune(app))).containsExactly("gone.json");
    }

    @Test
    void jobsWithoutAnyNameAreCounted() throws Exception {
        keep(checkout("x").module("app").job("", 1, "-Dit.test=AIT").passes("acme.AIT#a", "a.json"), "x");
        keep(checkout("y").module("app").job("", 1, "-Dit.test=AIT").passes("acme.AIT#a", "a.json"), "y");

        assertThat(text(prune(app))).contains("2 jobs: no ledger ran acme.BIT");
    }

    @Test
    void twentyMissingJobsAreNamedAndMoreAreNot() throws Exception {
        Path first = keep(TwoTestBuild.whole(checkout("x").module("app").job("1/21", 1)), "x");
        assertThat(text(prune(app))).contains("20 of 21 jobs left no ledger (2/21, ", ", 21/21)");

        Files.delete(first);
        keep(TwoTestBuild.whole(checkout("y").module("app").job("1/22", 1)), "y");
        assertThat(text(prune(app))).contains("21 of 22 jobs left no ledger (2/22, ", ", 21/22, ...)");
    }

    @Test
    void aRecordingThatTheGoalRunMadeElsewhereIsNeeded() throws Exception {
        keep(TwoTestBuild.whole(checkout("job").module("app").job("1/1", 1)), "job");
        Module other = checkout("served").module("app");
        keep(other.runForeground().records("acme.GoneIT#g", "gone.json"), "served");

        assertThat(stale(prune(app))).isEmpty();
    }

    @Test
    void whatAJobRecordedIsNeeded() throws Exception {
        keep(TwoTestBuild.whole(checkout("job").module("app").job("1/1", 1)).records("acme.AIT#a", "gone.json"), "job");

        assertThat(stale(prune(app))).isEmpty();
    }

    @Test
    void theOtherOneOfTwoNestedDirectoriesIsNamed() throws Exception {
        TwoTestBuild.whole(app.run()).ends();
        here.module("inner", app.recordings().resolve("inner"));
        assertThat(text(prune(app))).contains(app.recordings().resolve("inner") + " is a recordings directory too");
        assertThat(stale(prune(app))).isEmpty();
    }

    @Test
    void aDirectoryBesideItIsNoNestedOne() throws Exception {
        here.module("other", app.recordings().resolveSibling("recordings-of-others"));
        TwoTestBuild.whole(app.run()).ends();

        assertThat(stale(prune(app))).containsExactly("gone.json");
    }
}

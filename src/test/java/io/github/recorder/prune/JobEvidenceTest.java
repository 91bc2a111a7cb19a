package io.github.recorder.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.FilterReach;
import io.github.recorder.ledger.LedgerHead;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.ledger.TestStatus;
import io.github.recorder.lifecycle.ScriptedBuild;
import io.github.recorder.lifecycle.ScriptedBuild.Module;
import io.github.recorder.lifecycle.ScriptedBuild.Run;
import io.github.recorder.prune.MissingProof.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledgers of jobs of a CI say together with those of this checkout, asked directly. */
final class JobEvidenceTest {

    private static final String A_FILTER = "-Dit.test=AIT";
    private static final String B_FILTER = "-Dit.test=BIT";

    @TempDir
    private Path directory;

    private ScriptedBuild here;
    private Module app;
    private final List<Path> jobs = new ArrayList<>();

    @BeforeEach
    void setUp() throws IOException {
        directory = directory.toRealPath();
        here = build("here");
        app = here.module("app");
    }

    private ScriptedBuild build(String name) throws IOException {
        return TwoTestBuild.in(directory.resolve(name));
    }

    private Module checkout(String name) throws IOException {
        return build(name).module("app");
    }

    private void collect(Run run) throws IOException {
        jobs.add(run.ends()
                .copyLedgerTo(directory.resolve("collected").resolve(run.root().getFileName())));
    }

    private Evidence evidence() throws Exception {
        return Evidence.of(
                app.recordings(), app.readLedgers(), JobLedgers.read(jobs), Set.of(), here.layout(), Instant.now());
    }

    private static List<Kind> kinds(Evidence evidence) {
        return evidence.gaps().stream().map(MissingProof::kind).toList();
    }

    @Test
    void oneWholeJobIsEnough() throws Exception {
        collect(TwoTestBuild.whole(checkout("x").job("1/1", 1)));

        Evidence evidence = evidence();

        assertThat(evidence.gaps()).isEmpty();
        assertThat(evidence.tests()).isEqualTo(2);
        assertThat(evidence.ledgers()).hasSize(1);
        assertThat(evidence.latest().module()).isEqualTo("acme:app");
        assertThat(evidence.served()).containsOnly("a.json", "b.json");
        assertThat(evidence.refused()).isEmpty();
        assertThat(evidence.isSeen(TestName.of("acme.AIT#a"))).isTrue();
    }

    @Test
    void aClassThatAWholeJobDidNotRunWasLeftOutOnPurpose() throws Exception {
        collect(checkout("x").job("1/1", 1).passes("acme.AIT#a", "a.json"));

        assertThat(kinds(evidence())).isEmpty();
    }

    @Test
    void jobsWithFiltersRunTheWholeTogether() throws Exception {
        collect(checkout("x").job("1/2", 1, A_FILTER).passes("acme.AIT#a", "a.json"));
        assertThat(kinds(evidence())).containsExactly(Kind.CLASS_DID_NOT_RUN);

        collect(checkout("y").job("2/2", 1, B_FILTER).passes("acme.BIT#b", "b.json"));
        Evidence both = evidence();
        assertThat(kinds(both)).isEmpty();
        assertThat(both.ledgers()).extracting(LedgerHead::ended).containsExactly(true, true);
        assertThat(both.ledgersOfAnyCode()).isEqualTo(2);
    }

    @Test
    void aWholeJobBesideALostOneProvesNothing() throws Exception {
        collect(TwoTestBuild.whole(checkout("x").job("1/2", 1)));

        assertThat(kinds(evidence())).containsExactly(Kind.JOB_DID_NOT_RUN);
    }

    @Test
    void aJobInWhichNoTestPassedProvesNothing() throws Exception {
        collect(checkout("x").job("1/1", 1).skips("acme.AIT#a"));

        assertThat(kinds(evidence())).containsExactly(Kind.NO_TEST);
    }

    @Test
    void whatAJobRecordedIsNeededThoughItProvesNothing() throws Exception {
        collect(TwoTestBuild.whole(checkout("x").job("1/1", 1)).records("acme.AIT#a", "gone.json"));

        Evidence evidence = evidence();

        assertThat(kinds(evidence)).containsExactly(Kind.NOT_REPLAY);
        assertThat(evidence.served()).contains("gone.json");
    }

    @Test
    void aContentIsKnownOnlyIfEachJobHadIt() throws Exception {
        Module first = checkout("x");
        collect(first.job("1/2", 1, A_FILTER).passes("acme.AIT#a", "a.json"));
        Module second = checkout("y");
        Files.delete(second.recordings().resolve("gone.json"));
        collect(second.job("2/2", 1, B_FILTER).passes("acme.BIT#b", "b.json"));
        Evidence evidence = evidence();

        assertThat(evidence.knownToRuns("a.json", content("a.json"))).isTrue();
        assertThat(evidence.knownToRuns("gone.json", content("gone.json"))).isFalse();
        assertThat(evidence.knownToAny("gone.json", content("gone.json"))).isTrue();
    }

    @Test
    void aContentIsKnownOnlyIfTheOwnRunHadItToo() throws Exception {
        collect(checkout("x").job("1/1", 1, A_FILTER).passes("acme.AIT#a", "a.json"));
        RecordingFingerprint gone = content("gone.json");
        Files.delete(app.recordings().resolve("gone.json"));
        app.run(B_FILTER).passes("acme.BIT#b", "b.json").ends();
        Evidence evidence = evidence();

        assertThat(kinds(evidence)).isEmpty();
        assertThat(evidence.ledgers()).hasSize(2);
        assertThat(evidence.tests()).isEqualTo(2);
        assertThat(evidence.knownToRuns("a.json", content("a.json"))).isTrue();
        assertThat(evidence.knownToRuns("gone.json", gone)).isFalse();
    }

    private RecordingFingerprint content(String path) throws IOException {
        return RecordingFingerprint.of(app.recordings().resolve(path));
    }

    @Test
    void aWholeRunHereMakesFilteredJobsWhole() throws Exception {
        collect(checkout("x").job("1/1", 1, A_FILTER).passes("acme.AIT#a", "a.json"));
        app.run().passes("acme.AIT#a", "a.json").ends();

        assertThat(kinds(evidence())).isEmpty();
    }

    @Test
    void aFailureOfAnOwnRunOfTheSameCodeStandsAgainstJobs() throws Exception {
        collect(checkout("x").job("1/1", 1, A_FILTER).passes("acme.AIT#a", "a.json"));
        app.run(B_FILTER).plays("acme.BIT#b", TestStatus.FAILED, "b.json").ends();

        assertThat(kinds(evidence())).containsExactly(Kind.TEST_FAILED);
    }

    @Test
    void aFailureOfAnOwnRunOfOtherCodeDoesNot() throws Exception {
        app.run(B_FILTER).plays("acme.BIT#b", TestStatus.FAILED, "b.json").ends();
        here.module("app").source("src/main/java/acme/App.java", "class App");
        Module there = checkout("x");
        there.source("src/main/java/acme/App.java", "class App");
        collect(TwoTestBuild.whole(there.job("1/1", 1)));

        Evidence evidence = evidence();

        assertThat(kinds(evidence)).isEmpty();
        assertThat(evidence.ledgers()).hasSize(1);
        assertThat(evidence.earlierUses("b.json")).hasSize(1);
    }

    @Test
    void aJobWithSingleInvocationsShowsOnlyWhatIsNeeded() throws Exception {
        collect(checkout("x").job("1/2", 1, A_FILTER).passes("acme.AIT#a", "a.json"));
        collect(checkout("y")
                .job("2/2", 1, FilterReach.ANYTHING, "-Dit.test=BIT#b[2]")
                .passes("acme.BIT#b", "b.json"));
        Evidence evidence = evidence();

        assertThat(kinds(evidence)).containsExactly(Kind.CLASS_DID_NOT_RUN);
        assertThat(evidence.refused()).hasSize(1);
        assertThat(evidence.refused().get(0).why())
                .isEqualTo("is of job 2/2 that shows only what is needed: Tests of acme:app may have been left out by"
                        + " -Dit.test=BIT#b[2]");
        assertThat(evidence.served()).containsOnly("a.json", "b.json");
    }

    @Test
    void aJobThatWasRunAgainCountsInItsLastTry() throws Exception {
        collect(checkout("x").job("1/1", 1).plays("acme.AIT#a", TestStatus.FAILED, "gone.json"));
        collect(TwoTestBuild.whole(checkout("y").job("1/1", 2)));
        Evidence evidence = evidence();

        assertThat(kinds(evidence)).isEmpty();
        assertThat(evidence.refused())
                .extracting(RefusedLedger::why)
                .containsExactly("is of try 1: job 1/1 was run again, in try 2");
        assertThat(evidence.served())
                .as("what the first try was served is needed")
                .contains("gone.json");
        assertThat(evidence.ledgersOfAnyCode()).isEqualTo(2);
    }

    @Test
    void aModuleThatUsesTheDirectoryElsewhereMustRunHere() throws Exception {
        ScriptedBuild there = build("x");
        there.module("more", there.module("app").recordings());
        for (String each : List.of("acme.AIT", "acme.BIT")) {
            there.module("app").testClass(each, each.equals("acme.AIT") ? "a" : "b");
        }
        here.module("app").source("../more/pom.xml", "<project/>");
        collect(TwoTestBuild.whole(there.module("app").job("1/1", 1)));

        Evidence evidence = evidence();

        assertThat(evidence.gaps())
                .extracting(MissingProof::what)
                .anySatisfy(
                        what -> assertThat(what).startsWith("The module acme:more uses this directory, according to"));
    }

    @Test
    void aLedgerOfNoModuleOfThisBuildIsRefused() throws Exception {
        ScriptedBuild other = new ScriptedBuild(Files.createDirectories(directory.resolve("x")));
        Module shop = other.module("shop").testClass("acme.AIT", "a");
        collect(shop.job("1/1", 1).passes("acme.AIT#a"));

        assertThat(evidence().refused())
                .extracting(RefusedLedger::why)
                .containsExactly("is of acme:shop, which is no module of this build with this plugin");
        assertThat(evidence().ledgersOfAnyCode()).isZero();
    }

    @Test
    void aLedgerOfOtherTestsIsRefusedAndItsUsesCount() throws Exception {
        collect(TwoTestBuild.whole(checkout("x").job("1/1", 1)).passes("acme.AIT#a", "gone.json"));
        Files.delete(app.project().testClasses().resolve("acme/BIT.class"));
        Evidence evidence = evidence();

        assertThat(evidence.refused())
                .extracting(RefusedLedger::why)
                .containsExactly("ran tests of acme:app that differ from those that are compiled here");
        assertThat(evidence.served()).contains("gone.json");
        assertThat(kinds(evidence)).containsExactly(Kind.MODULE_DID_NOT_RUN);
    }
}

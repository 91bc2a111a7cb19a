package io.github.recorder.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.git.GitCommands;
import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.ledger.FilterReach;
import io.github.recorder.ledger.TestStatus;
import io.github.recorder.lifecycle.ScriptedBuild;
import io.github.recorder.lifecycle.ScriptedBuild.Module;
import io.github.recorder.lifecycle.ScriptedBuild.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs of a CI run parts of the tests, each in its own checkout; one more job collects their ledgers and prunes. The
 * recordings {@code old.json} and {@code shared.json} are needed by no test.
 */
final class ShardedCiScenariosTest {

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

    /** Returns a checkout of the same commit, with its tests compiled. */
    private ScriptedBuild checkout(String name) throws IOException {
        return fill(new ScriptedBuild(Files.createDirectories(directory.resolve(name))));
    }

    private static ScriptedBuild fill(ScriptedBuild build) {
        Module module = build.module("app");
        module.testClass("acme.AIT", "a").testClass("acme.BIT", "b").testClass("acme.PayIT", "pays");
        module.recording("a.json", "acme.AIT#a", "hello").recording("b.json", "acme.BIT#b", "good day");
        module.recording("pay.json", "acme.PayIT#pays", "pay").recording("old.json", "acme.GoneIT#gone", "bye");
        module.recording("shared.json", null, "everybody's");
        return build;
    }

    private Run job(String job, long attempt, String... filters) throws IOException {
        return checkout("job-" + job.replaceAll("\\W", "-") + "-" + attempt)
                .module("app")
                .job(job, attempt, filters);
    }

    /** Ends a run, copies its ledger to where the CI collects them, and deletes its checkout. */
    private Path ship(Run run) throws IOException {
        run.ends();
        Path ledger = keep(run);
        delete(run.root());
        return ledger;
    }

    private Path keep(Run run) throws IOException {
        return run.copyLedgerTo(collected.resolve(String.valueOf(run.root().getFileName())));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Run runsA(String job, long attempt) throws IOException {
        return job(job, attempt, "-Dit.test=AIT").passes("acme.AIT#a", "a.json");
    }

    private Run runsB(String job, long attempt) throws IOException {
        return job(job, attempt, "-Dit.test=BIT").passes("acme.BIT#b", "b.json");
    }

    private Run runsPay(String job, long attempt) throws IOException {
        return job(job, attempt, "-Dit.test=PayIT").passes("acme.PayIT#pays", "pay.json");
    }

    private PruneResult prune() throws IOException {
        return prune(app);
    }

    private PruneResult prune(Module module) throws IOException {
        return PruneService.run(module.request(
                new PrunePlanner.PlanOptions(false, List.of(), Set.of()),
                PruneOutcome.Kind.QUARANTINE,
                Set.of(),
                List.of(collected.toString())));
    }

    private static String text(PruneResult result) {
        if (result instanceof PruneResult.Judged judged) {
            return String.join("\n", judged.report().lines());
        }
        return result instanceof PruneResult.Refused refused ? "REFUSED " + refused.why() : result.toString();
    }

    private String assertKeepsAll(String... why) throws IOException {
        Set<String> before = app.files();
        String text = text(prune());
        assertThat(app.files()).as(text).isEqualTo(before);
        assertThat(text).contains(why);
        return text;
    }

    private String assertPrunes() throws IOException {
        String text = text(prune());
        assertThat(app.files()).as(text).containsExactly("a.json", "b.json", "pay.json");
        assertThat(text).contains("Proof: complete");
        return text;
    }

    @Test
    void prunesWhenAllJobsTogetherRanEveryTestClass() throws IOException {
        ship(runsPay("3/3", 1));
        ship(runsA("1/3", 1));
        ship(runsB("2/3", 1));

        assertPrunes();
    }

    @Test
    void writesWhatABotNeeds() throws IOException {
        GitCommands.run(here.root(), "init", "-q");
        Files.writeString(here.root().resolve(".gitignore"), "target/\n");
        age(here.root());
        GitCommands.commit(here.root());
        for (String name : List.of("job-1-3-1", "job-2-3-1", "job-3-3-1")) {
            GitCommands.run(directory, "clone", "-q", here.root().toString(), name);
            age(directory.resolve(name));
        }
        ship(runsA("1/3", 1));
        ship(runsB("2/3", 1));
        Path last = ship(runsPay("3/3", 1));

        prune();

        Path list = app.project().staleList();
        assertThat(list).hasContent(":(top,literal)app/src/test/recordings/old.json\n");
        assertThat(app.project().pruneSummary())
                .content()
                .contains(
                        "Proof: complete (3 runs, 3 tests).",
                        "| <code>old.json</code> | <code>acme.GoneIT#gone</code> |");
        assertThat(app.project().pruneReport()).content().contains("\"job\" : \"3/3\"", "\"complete\" : true");
        GitCommands.run(here.root(), "rm", "-q", "--pathspec-from-file=" + list);

        Files.writeString(last, "damaged\n");
        prune();
        assertThat(app.project().pruneReport()).doesNotExist();
        assertThat(list).doesNotExist();
        assertThat(app.project().pruneSummary()).content().contains("nothing was pruned", last.toString());
    }

    @Test
    void jobsThatCompareRequestsInDifferentWaysAreNoWhole() throws IOException {
        ScriptedBuild strict = checkout("job-strict");
        strict.isolation("strict");
        ship(strict.module("app").job("1/3", 1, "-Dit.test=AIT").passes("acme.AIT#a", "a.json"));
        ship(runsB("2/3", 1));
        ship(runsPay("3/3", 1));

        assertKeepsAll("differ in the version of this plugin, the isolation or the matching: ", "job-strict");

        delete(collected);
        ship(runsA("1/3", 1));
        ship(runsB("2/3", 1));
        ship(runsPay("3/3", 1));
        assertPrunes();
    }

    @Test
    void namesTheJobThatIsLostAndTheTestClassThatNobodyRan() throws IOException {
        ship(runsA("1/3", 1));
        ship(runsB("2/3", 1));
        runsPay("3/3", 1).ends();

        assertKeepsAll("1 of 3 jobs left no ledger (3/3)", "no ledger ran acme.PayIT");
    }

    @Test
    void namesTheTestClassWhereNoJobSaysHowManyThereAre() throws IOException {
        ship(runsA("first", 1));
        ship(runsB("second", 1));

        assertKeepsAll("2 jobs: no ledger ran acme.PayIT");
    }

    @Test
    void aJobThatWasRunAgainReplacesItsFirstTry() throws IOException {
        ship(runsB("2/3", 2));
        ship(runsA("1/3", 1));
        ship(job("2/3", 1, "-Dit.test=BIT").plays("acme.BIT#b", TestStatus.FAILED, "b.json"));
        ship(runsPay("3/3", 1));

        assertThat(assertPrunes()).contains("job 2/3 was run again");
    }

    @Test
    void aFailedJobThatWasNotRunAgainKeepsAll() throws IOException {
        ship(runsA("1/3", 1));
        ship(job("2/3", 1, "-Dit.test=BIT").plays("acme.BIT#b", TestStatus.FAILED, "b.json"));
        ship(runsPay("3/3", 1));

        assertKeepsAll("job 2/3", "These tests failed: acme.BIT#b");
    }

    private static final String JAR = "/repository/acme/util/1-SNAPSHOT/util-1-SNAPSHOT.jar";

    @Test
    void jobsWithDifferentSnapshotsOfALibraryAreNoWhole() throws IOException {
        ship(runsA("1/3", 1).uses("/home/ci" + JAR, "d1"));
        ship(runsB("2/3", 1).uses("/root/.m2" + JAR, "d2"));
        Path third = ship(runsPay("3/3", 1).uses("C:" + JAR.replace('/', '\\'), "d1"));

        assertThat(assertKeepsAll("had another util/1-SNAPSHOT/util-1-SNAPSHOT.jar than other jobs"))
                .doesNotContain(third.toString());
    }

    @Test
    void theSameSnapshotMayLieAnywhere() throws IOException {
        ship(runsA("1/3", 1).uses("/home/ci" + JAR, "d1"));
        ship(runsB("2/3", 1).uses("/root/.m2" + JAR, "d1"));
        ship(runsPay("3/3", 1).uses("/home/ci/repository/acme/core/1-SNAPSHOT/core-1-SNAPSHOT.jar", "d2"));

        assertPrunes();
    }

    @Test
    void aJarThatAJobBuiltIsOfTheSameSources() throws IOException {
        Run first = runsA("1/3", 1);
        Run second = runsB("2/3", 1);
        ship(first.uses(first.root().resolve("core/target/core-1-SNAPSHOT.jar").toString(), "built here"));
        ship(second.uses(
                second.root().resolve("core/target/core-1-SNAPSHOT.jar").toString(), "built there"));
        ship(runsPay("3/3", 1));

        assertPrunes();
    }

    @Test
    void theSameTestInTwoJobsIsEvidenceFromBoth() throws IOException {
        ship(runsA("1/3", 1).passes("acme.BIT#b", "b.json"));
        ship(runsB("2/3", 1).passes("acme.AIT#a", "a.json", "old.json"));
        ship(runsPay("3/3", 1));

        text(prune());

        assertThat(app.files()).containsExactly("a.json", "b.json", "old.json", "pay.json");
    }

    @Test
    void twoCommitsAreNoWhole() throws IOException {
        ship(runsA("1/3", 1));
        ship(runsB("2/3", 1));
        Run other = runsOfOtherCode();
        ship(other);

        assertKeepsAll(String.valueOf(other.ledger().file().getFileName()), "no ledger ran acme.PayIT");
    }

    private Run runsOfOtherCode() throws IOException {
        Module module = checkout("other-commit").module("app");
        module.source("src/main/java/acme/App.java", "class App of another commit");
        return module.job("3/3", 1, "-Dit.test=PayIT").passes("acme.PayIT#pays", "pay.json", "old.json");
    }

    @Test
    void whatARefusedLedgerSawServedStays() throws IOException {
        ship(runsOfOtherCode());
        ship(runsA("1/3", 1));
        ship(runsB("2/3", 1));
        ship(runsPay("3/3", 1));

        text(prune());

        assertThat(app.files()).containsExactly("a.json", "b.json", "old.json", "pay.json");
    }

    @Test
    void aMatrixOfJdksIsEvidenceFromAllOfThem() throws IOException {
        Run on17 = job("jdk17 1/1", 1).passes("acme.AIT#a", "a.json").passes("acme.BIT#b", "b.json");
        ship(on17.passes("acme.PayIT#pays", "pay.json"));
        Run on21 = job("jdk21 1/1", 1).passes("acme.AIT#a", "a.json").passes("acme.BIT#b", "b.json");
        ship(on21.passes("acme.PayIT#pays", "shared.json"));

        text(prune());

        assertThat(app.files()).containsExactly("a.json", "b.json", "pay.json", "shared.json");
    }

    @Test
    void aFailedJobOfAMatrixKeepsAllWhicheverStartedFirst() throws IOException {
        Run on17 = job("jdk17", 1).passes("acme.AIT#a", "a.json").passes("acme.BIT#b", "b.json");
        ship(on17.plays("acme.PayIT#pays", TestStatus.FAILED));
        Run on21 = job("jdk21", 1).passes("acme.AIT#a", "a.json").passes("acme.BIT#b", "b.json");
        ship(on21.passes("acme.PayIT#pays", "pay.json"));

        assertKeepsAll("job jdk17", "These tests failed: acme.PayIT#pays");
    }

    @Test
    void aTestThatOneJdkLeavesOutKeepsItsRecordings() throws IOException {
        for (String name : List.of("here", "job-1-2-1", "job-2-2-1")) {
            checkout(name).module("app").recording("pay-17.json", "acme.PayIT#pays", "as JDK 17 pays");
        }
        Run on17 = job("1/2", 1).passes("acme.AIT#a", "a.json").passes("acme.BIT#b", "b.json");
        ship(on17.skips("acme.PayIT#pays"));
        Run on21 = job("2/2", 1).passes("acme.AIT#a", "a.json").passes("acme.BIT#b", "b.json");
        ship(on21.passes("acme.PayIT#pays", "pay.json"));

        text(prune());

        assertThat(app.files()).containsExactly("a.json", "b.json", "pay-17.json", "pay.json", "shared.json");
    }

    @Test
    void aJobWithAFilterThatReachesIntoTestsProvesNothing() throws IOException {
        ship(runsA("1/3", 1));
        ship(runsB("2/3", 1));
        ship(checkout("job-3")
                .module("app")
                .job("3/3", 1, FilterReach.ANYTHING, "settings that tests can read: -Dshard")
                .passes("acme.PayIT#pays", "pay.json"));

        assertKeepsAll("job 3/3", "-Dshard");
    }

    @Test
    void namesTheMethodThatAllFiltersLeaveOut() throws IOException {
        for (String name : List.of("here", "job-1-2-1", "job-2-2-1")) {
            checkout(name).module("app").testClass("acme.PayIT", "pays", "refunds", "cancels");
        }
        ship(open("job-1-2-1")
                .job("1/2", 1, FilterReach.METHODS, "-Dgroups=fast")
                .passes("acme.AIT#a", "a.json")
                .passes("acme.BIT#b", "b.json")
                .passes("acme.PayIT#pays", "pay.json"));
        ship(open("job-2-2-1")
                .job("2/2", 1, FilterReach.METHODS, "-Dgroups=slow")
                .passes("acme.PayIT#refunds"));

        assertKeepsAll("no ledger ran acme.PayIT#cancels");
    }

    @Test
    void namesTheNestedClassThatAllPatternsLeaveOut() throws IOException {
        for (String name : List.of("here", "job-1-3-1", "job-2-3-1", "job-3-3-1")) {
            checkout(name).module("app").nestedTestClass("acme.PayIT", "Refunds", "refunds");
        }
        ship(runsA("1/3", 1));
        ship(runsB("2/3", 1));
        ship(runsPay("3/3", 1));

        assertKeepsAll("no ledger ran acme.PayIT$Refunds");
    }

    @Test
    void keepsWhatTheForegroundGoalOfAnotherMachineServed() throws IOException {
        ship(runsA("1/3", 1));
        ship(runsB("2/3", 1));
        ship(runsPay("3/3", 1));
        Run foreground = checkout("laptop").module("app").runForeground();
        foreground.ledger().served(null, AttributionConfidence.NONE, List.of("old.json"));
        ship(foreground);

        prune();

        assertThat(app.files()).containsExactly("a.json", "b.json", "old.json", "pay.json");
    }

    @Test
    void aModuleOfAProfileOfTheJobsKeepsAll() throws IOException {
        ScriptedBuild one = checkout("job-1");
        share(one);
        ship(one.module("app")
                .job("1/1", 1, "-pl :app")
                .passes("acme.AIT#a", "a.json")
                .passes("acme.BIT#b", "b.json")
                .passes("acme.PayIT#pays", "pay.json"));
        share(here);
        here = new ScriptedBuild(here.root());
        app = here.module("app");

        assertKeepsAll("The module acme:other uses this directory, according to", "and does not in this build");
    }

    @Test
    void methodsInDifferentJobsAreWholeIfTogetherTheyAreAll() throws IOException {
        for (String name : List.of("here", "job-1-2-1", "job-2-2-1")) {
            checkout(name).module("app").testClass("acme.PayIT", "pays", "refunds");
        }
        ship(open("job-1-2-1")
                .job("1/2", 1, FilterReach.METHODS, "-Dgroups=fast")
                .passes("acme.AIT#a", "a.json")
                .passes("acme.BIT#b", "b.json")
                .passes("acme.PayIT#pays", "pay.json"));
        ship(open("job-2-2-1")
                .job("2/2", 1, FilterReach.METHODS, "-Dgroups=slow")
                .passes("acme.PayIT#refunds"));

        assertPrunes();
    }

    /** Returns the module of a checkout that is there already. */
    private Module open(String checkout) throws IOException {
        return new ScriptedBuild(directory.resolve(checkout)).module("app");
    }

    @Test
    void aDamagedLedgerIsRefusedByName() throws IOException {
        ship(runsA("1/3", 1));
        Path damaged = ship(runsB("2/3", 1));
        Path later = ship(runsPay("3/3", 1));
        Files.writeString(damaged, Files.readString(damaged).replaceFirst("\"event\":\"served\"", "\"event\":\"ser"));
        Files.writeString(later, Files.readString(later).replaceFirst("\"version\":\"\\d", "\"version\":\"9"));

        assertKeepsAll("REFUSED", damaged.toString(), later.toString());
    }

    @Test
    void aCutLedgerIsNamed() throws IOException {
        ship(runsA("1/3", 1));
        Path cut = ship(runsB("2/3", 1));
        ship(runsPay("3/3", 1));
        String whole = Files.readString(cut);
        Files.writeString(cut, whole.substring(0, whole.length() - 9));
        assertKeepsAll(cut.toString());

        Files.writeString(cut, whole.substring(0, whole.lastIndexOf("\n{") + 1));
        assertKeepsAll(cut.toString());

        Files.writeString(cut, whole.substring(0, 40));
        assertKeepsAll(cut.toString());

        Files.writeString(cut, "");
        assertKeepsAll(cut.toString());

        Files.writeString(cut, whole);
        assertPrunes();
    }

    @Test
    void aDirtyTreeIsRefusedByName() throws IOException {
        GitCommands.run(here.root(), "init", "-q");
        Files.writeString(here.root().resolve(".gitignore"), "target/\n");
        GitCommands.commit(here.root());
        for (String name : List.of("job-1-3-1", "job-2-3-1", "job-3-3-1")) {
            GitCommands.run(directory, "clone", "-q", here.root().toString(), name);
            age(directory.resolve(name));
        }
        ship(runsA("1/3", 1));
        ship(runsB("2/3", 1));
        Module edited = checkout("job-3-3-1").module("app");
        edited.source("src/test/java/acme/PayIT.java", "class PayIT, not committed");
        Path dirty = ship(edited.job("3/3", 1, "-Dit.test=PayIT").passes("acme.PayIT#pays", "pay.json"));

        assertKeepsAll(
                dirty + " is of a tree with changes that are not committed: app/src/test/java/acme/PayIT.java",
                "no ledger ran acme.PayIT");
    }

    /** Makes the files of a checkout older than the builds in it. */
    private static void age(Path checkout) throws IOException {
        FileTime before = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
        try (Stream<Path> files = Files.walk(checkout)) {
            for (Path file : files.filter(each -> !each.startsWith(checkout.resolve(".git")))
                    .toList()) {
                Files.setLastModifiedTime(file, before);
            }
        }
    }

    @Test
    void namesTheModuleThatNoJobBuilt() throws IOException {
        for (String name : List.of("here", "job-1", "job-2")) {
            share(checkout(name));
        }
        app = new ScriptedBuild(here.root()).module("app");
        Module other = share(here);
        ScriptedBuild job = checkout("job-1");
        share(job);
        ship(job.module("app")
                .job("1/1", 1, "-pl :app")
                .passes("acme.AIT#a", "a.json")
                .passes("acme.BIT#b", "b.json")
                .passes("acme.PayIT#pays", "pay.json"));

        String text = text(prune(other));

        assertThat(text).contains("The module acme:other uses this directory", "no run of it has left a ledger");
        assertThat(app.files()).contains("old.json", "shared.json");
    }

    /** Adds a second module that uses the directory of the first. */
    private static Module share(ScriptedBuild build) {
        return build.module("other", build.root().resolve("app/src/test/recordings"))
                .testClass("acme.OtherIT", "o");
    }

    @Test
    void prunesWhenTheModulesAreBuiltByDifferentJobs() throws IOException {
        ScriptedBuild one = checkout("job-1");
        share(one);
        ScriptedBuild two = checkout("job-2");
        Module otherThere = share(two);
        Module other = share(here);
        ship(one.module("app")
                .job("1/2", 1, "-pl :app")
                .passes("acme.AIT#a", "a.json")
                .passes("acme.BIT#b", "b.json")
                .passes("acme.PayIT#pays", "pay.json"));
        ship(otherThere.job("2/2", 1, "-pl :other").passes("acme.OtherIT#o"));

        String text = text(prune(other));

        assertThat(app.files()).as(text).containsExactly("a.json", "b.json", "pay.json");
    }

    @Test
    void ledgersCountWhereTheirCheckoutsStillExist() throws IOException {
        for (Run run : List.of(runsA("1/3", 1), runsB("2/3", 1), runsPay("3/3", 1))) {
            run.ends();
            keep(run);
        }

        assertPrunes();
    }

    @Test
    void namesTheLedgersOfAnotherBuildThatItWasGiven() throws IOException {
        ScriptedBuild foreign = new ScriptedBuild(Files.createDirectories(directory.resolve("foreign")));
        Module web = foreign.module("web").testClass("acme.AIT", "a");
        Path ledger = ship(web.job("1/1", 1).passes("acme.AIT#a"));

        assertKeepsAll("REFUSED", ledger.toString(), "acme:web");
    }

    @Test
    void ledgersInTheCheckoutAreNoChangeOfTheCode() throws IOException {
        collected = Files.createDirectories(here.root().resolve("ledgers"));
        ship(runsA("1/3", 1));
        ship(runsB("2/3", 1));
        ship(runsPay("3/3", 1));

        assertPrunes();
    }

    @Test
    void prunesAfterTwoHundredJobs() throws IOException {
        ScriptedBuild runner = checkout("runner");
        List<ScriptedBuild> all = new ArrayList<>(List.of(here, runner));
        for (int i = 1; i <= 3; i++) {
            all.add(checkout("job-rest-" + i + "-3-1"));
        }
        for (ScriptedBuild each : all) {
            for (int i = 0; i < 50; i++) {
                each.module("app").testClass("acme.S" + i + "IT", "t");
                each.module("app").recording("s" + i + ".json", "acme.S" + i + "IT#t", "shard " + i);
            }
        }
        Run first = runner.module("app").job("1/200", 1, "-Dit.test=S0IT").passes("acme.S0IT#t", "s0.json");
        first.ends();
        // The ledgers of the others differ from that of the first in what they ran only.
        String ledger = Files.readString(first.ledger().file());
        for (int i = 0; i < 200; i++) {
            String text = ledger.replaceFirst("\"run\":\"", "\"run\":\"" + i + "-")
                    .replace("\"1/200\"", "\"" + (i + 1) + "/200\"")
                    .replace("acme.S0IT#t", "acme.S" + i % 50 + "IT#t")
                    .replace("[\"s0.json\"]", "[\"s" + i % 50 + ".json\"]");
            Files.writeString(collected.resolve(i + ".jsonl"), text);
        }
        ship(runsA("rest 1/3", 1));
        ship(runsB("rest 2/3", 1));
        ship(runsPay("rest 3/3", 1));
        Path last = collected.resolve("150.jsonl");
        byte[] content = Files.readAllBytes(last);
        Files.delete(last);
        assertKeepsAll("1 of 203 jobs left no ledger");
        Files.write(last, content);

        text(prune());

        assertThat(app.files()).hasSize(53).doesNotContain("old.json", "shared.json");
    }
}

package io.github.recorder.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerHead;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.lifecycle.ScriptedBuild;
import io.github.recorder.lifecycle.ScriptedBuild.Module;
import io.github.recorder.lifecycle.ScriptedBuild.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the code of a run differs from the current code, here and in the jobs of a CI. */
final class CurrentCodeTest {

    @TempDir
    private Path directory;

    @TempDir
    private Path elsewhere;

    private ScriptedBuild build;
    private Module app;

    @BeforeEach
    void setUp() throws IOException {
        build = new ScriptedBuild(directory);
        app = build.module("app").testClass("acme.AIT", "a");
        app.source(".gitignore", "target/");
    }

    private CurrentCode current(Instant buildStarted) throws IOException {
        TestCode code = new TestCode(
                build.layout(), List.of(app.project()), build.layout().tree(), Set.of());
        return new CurrentCode(build.layout().tree(), code, buildStarted);
    }

    private CurrentCode current() throws IOException {
        return current(Instant.now());
    }

    private Ledger ledger(Run run) throws Exception {
        run.ends();
        List<Ledger> ledgers = app.readLedgers();
        return ledgers.get(ledgers.size() - 1);
    }

    private static LedgerHead with(LedgerHead head, LedgerEvent.CodeState code) {
        return new LedgerHead(head.file(), head.header(), code, head.ended());
    }

    private static LedgerEvent.CodeState code(Ledger ledger) {
        return Optional.ofNullable(ledger.code()).orElseThrow();
    }

    private Optional<String> gap(Ledger ledger) throws IOException {
        return current().gap(ledger).map(MissingProof::what);
    }

    @Test
    void theSameCodeHasNoDifference() throws Exception {
        build.commit();
        Ledger ledger = ledger(app.run());

        assertThat(gap(ledger)).isEmpty();
        assertThat(current().isOf(ledger)).isTrue();
        assertThat(current().difference(ledger.head())).isEmpty();
        assertThat(current().differenceOfTests(ledger.head())).isEmpty();
    }

    @Test
    void aJobOfAnotherCommitNamesBoth() throws Exception {
        build.commit();
        String before = build.layout().tree().commit();
        Ledger ledger = ledger(app.run());
        app.source("src/main/java/acme/App.java", "class App");
        build.commit();
        String now = build.layout().tree().commit();

        assertThat(current().difference(ledger.head()))
                .contains("is of commit " + before.substring(0, 12) + ", and " + now.substring(0, 12)
                        + " is checked out here");
        assertThat(current().isOf(ledger)).isFalse();
    }

    @Test
    void aJobWithoutGitIsComparedByItsFiles() throws Exception {
        Ledger ledger = ledger(app.run());
        assertThat(code(ledger).commit()).isNull();
        assertThat(current().difference(ledger.head())).isEmpty();

        app.source("src/main/java/acme/App.java", "class App");
        assertThat(current().difference(ledger.head())).contains("is of other code than the files here");
    }

    @Test
    void changesThatAreNotCommittedAreNamed() throws Exception {
        build.commit();
        Ledger ledger = ledger(app.run());
        app.source("src/main/java/acme/App.java", "class App");

        assertThat(current().difference(ledger.head()))
                .contains("is of other code than the files here, where these are changed:"
                        + " app/src/main/java/acme/App.java");

        Ledger changed = ledger(app.run());
        assertThat(current().difference(changed.head()))
                .contains("is of a tree with changes that are not committed: app/src/main/java/acme/App.java. Have git"
                        + " ignore files that a build writes");
    }

    @Test
    void aLedgerThatWasCutBeforeItsCodeHasNoKnownDifference() throws Exception {
        Ledger ledger = ledger(app.run());
        Ledger cut = new Ledger(ledger.file(), ledger.header(), null, Map.of(), List.of(), null);
        app.source("src/main/java/acme/App.java", "class App");

        assertThat(current().difference(cut.head())).isEmpty();
        assertThat(current().differenceOfTests(cut.head())).isEmpty();
        assertThat(gap(cut)).isEmpty();
        assertThat(current().isOf(cut)).isTrue();
    }

    @Test
    void aRunOfThisBuildIsOfTheCurrentCode() throws Exception {
        Ledger ledger = ledger(app.run());
        app.testClass("acme.BIT", "b");

        assertThat(current().isOf(ledger)).isFalse();
        assertThat(current(ledger.header().buildStarted()).isOf(ledger)).isTrue();
        assertThat(gap(ledger))
                .contains("Files of the build changed since the run of acme:app that started at "
                        + ledger.header().started());
    }

    @Test
    void usesOfTheGoalRunAreOfTheCurrentCode() throws Exception {
        Ledger ledger = ledger(app.runForeground());
        app.testClass("acme.BIT", "b");

        assertThat(current().isOf(ledger)).isTrue();
    }

    @Test
    void compiledTestsAreComparedUnlessThisBuildRanThem() throws Exception {
        Ledger ledger = ledger(app.run());
        Path compiled = app.project().testClasses().resolve("acme/AIT.class");
        Files.delete(compiled);

        assertThat(gap(ledger)).isPresent().get().asString().startsWith("The compiled tests of acme:app changed");
        assertThat(current(ledger.header().buildStarted()).gap(ledger)).isEmpty();
        assertThat(current().differenceOfTests(ledger.head()))
                .contains("ran tests of acme:app that are not compiled here. Run the goal with `test-compile`");
    }

    @Test
    void anotherCompilerMakesOtherClassFilesOfTheSameTests() throws Exception {
        Ledger ledger = ledger(app.run());
        LedgerEvent.CodeState then = code(ledger);
        LedgerEvent.CodeState other = new LedgerEvent.CodeState(
                then.tree(), "other", then.classes(), then.edited(), then.commit(), then.uncommitted());
        LedgerEvent.CodeState otherNames = new LedgerEvent.CodeState(
                then.tree(), "other", Map.of("acme.BIT", "x"), then.edited(), then.commit(), then.uncommitted());
        String differ = "ran tests of acme:app that differ from those that are compiled here";

        assertThat(current().differenceOfTests(with(ledger.head(), other)))
                .as("the same Java")
                .contains(differ);
        LedgerHead elsewhere = ofOtherJava(ledger.head());
        assertThat(current().differenceOfTests(with(elsewhere, other))).isEmpty();
        assertThat(current().differenceOfTests(with(elsewhere, otherNames))).contains(differ);
    }

    private static LedgerHead ofOtherJava(LedgerHead head) {
        RunHeader header = RunHeaders.with(
                head.header(), head.header().buildStarted(), List.of(new RunHeader.Detail(RunHeader.JAVA, "8")));
        return new LedgerHead(head.file(), header, head.code(), head.ended());
    }

    @Test
    void aSnapshotJarMustBeTheSame() throws Exception {
        Path jar = build.jar(elsewhere.resolve("lib-1-SNAPSHOT.jar").toString(), "acme.Lib");
        String digest = RecordingFingerprint.of(jar).sha256();
        Ledger ledger = ledger(app.run().uses(jar.toString(), digest));
        assertThat(gap(ledger)).isEmpty();

        Files.write(jar, new byte[] {1});
        assertThat(gap(ledger)).isPresent().get().asString().startsWith(jar + " changed since the run of acme:app");

        Files.delete(jar);
        assertThat(gap(ledger)).isPresent();
    }
}

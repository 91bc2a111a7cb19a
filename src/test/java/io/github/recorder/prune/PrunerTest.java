package io.github.recorder.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.prune.Verdict.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrunerTest {

    private static final Instant NOW = Instant.parse("2026-11-22T16:45:01Z");

    @TempDir
    private Path directory;

    private Path recordings;
    private Path quarantines;
    private ProjectModule module;
    private final List<Verdict> verdicts = new ArrayList<>();

    @BeforeEach
    void setUp() throws IOException {
        recordings = Files.createDirectories(directory.toRealPath().resolve("recordings"));
        Path target = recordings.resolveSibling("target");
        module = new ProjectModule("acme:app", recordings.getParent(), target, target, recordings, List.of());
        quarantines = module.quarantines();
    }

    private Path stale(String path) throws IOException {
        Path file = recordings.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, path);
        verdicts.add(new Verdict(
                path, "acme.AIT#a", Reason.TEST_GONE, "gone", RecordingFingerprint.of(file), null, List.of()));
        return file;
    }

    private PrunePlan plan() throws Exception {
        Evidence evidence = Evidence.of(recordings, List.of(), new BuildLayout(directory, List.of(), List.of()), NOW);
        return new PrunePlan(recordings, verdicts.size(), 0, verdicts, evidence, false);
    }

    /** A disk on which one file, or its folder, is read-only. */
    private static FileOperations readOnly(String name) {
        return new FileOperations() {
            @Override
            public void move(Path from, Path to) throws IOException {
                refuse(from);
                REAL.move(from, to);
            }

            @Override
            public void copy(Path from, Path to) throws IOException {
                REAL.copy(from, to);
            }

            @Override
            public void delete(Path file) throws IOException {
                refuse(file);
                REAL.delete(file);
            }

            private void refuse(Path file) throws IOException {
                if (file.endsWith(name)) {
                    throw new AccessDeniedException(file.toString());
                }
            }
        };
    }

    @Test
    void goesOnAfterAReadOnlyFileAndLosesNothing() throws Exception {
        stale("a.json");
        stale("locked.json");
        stale("z.json");

        PruneOutcome outcome = new Pruner(readOnly("locked.json")).quarantine(plan(), module, NOW);

        assertThat(outcome.done()).extracting(Verdict::path).containsExactly("a.json", "z.json");
        assertThat(outcome.failed()).singleElement().satisfies(failure -> {
            assertThat(failure.verdict().path()).isEqualTo("locked.json");
            assertThat(failure.reason()).contains("no permission");
        });
        assertThat(recordings.resolve("locked.json")).hasContent("locked.json");
        assertThat(quarantines.resolve("20261122T164501Z/files/a.json")).hasContent("a.json");
    }

    @Test
    void deletesWhatItCanOfAReadOnlyDirectory() throws Exception {
        stale("a.json");
        stale("locked.json");

        PruneOutcome outcome = new Pruner(readOnly("locked.json")).delete(plan());

        assertThat(outcome.failed()).hasSize(1);
        assertThat(recordings.resolve("a.json")).doesNotExist();
        assertThat(recordings.resolve("locked.json")).exists();
    }

    /** A file stands where the folder should be, which not even root can write through. */
    @Test
    void movesNothingWhereTheQuarantineCannotBeMade() throws Exception {
        stale("a.json");
        Path blocked = Files.writeString(directory.resolve("no-folder"), "x");
        module = new ProjectModule("acme:app", recordings.getParent(), blocked, blocked, recordings, List.of());

        assertThatThrownBy(() -> new Pruner().quarantine(plan(), module, NOW))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no recording was moved, because the quarantine " + module.quarantines())
                .hasMessageContaining("-Drecorder.delete");
        assertThat(recordings.resolve("a.json")).hasContent("a.json");
    }

    @Test
    void leavesAFileThatWasChangedSinceItWasJudged() throws Exception {
        Path file = stale("a.json");
        Files.writeString(file, "changed");

        PruneOutcome outcome = new Pruner().quarantine(plan(), module, NOW);

        assertThat(outcome.failed())
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo("it was changed meanwhile"));
        assertThat(file).hasContent("changed");
    }

    @Test
    void leavesAFileThatBecameALinkOrALinkToAFolderAboveIt() throws Exception {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        stale("sub/b.json");
        Files.move(recordings.resolve("sub"), outside.resolve("sub"));
        Files.createSymbolicLink(recordings.resolve("sub"), outside.resolve("sub"));
        Path target = Files.writeString(outside.resolve("a.json"), "a.json");
        stale("a.json");
        Files.delete(recordings.resolve("a.json"));
        Files.createSymbolicLink(recordings.resolve("a.json"), target);

        PruneOutcome outcome = new Pruner().delete(plan());

        assertThat(outcome.done()).isEmpty();
        assertThat(target).exists();
        assertThat(outside.resolve("sub/b.json")).exists();
    }

    @Test
    void neverLeavesTheDirectory() throws Exception {
        Path outside = Files.writeString(directory.resolve("precious.json"), "x");
        verdicts.add(new Verdict(
                "../precious.json", null, Reason.TEST_GONE, "gone", RecordingFingerprint.of(outside), null, List.of()));

        PruneOutcome outcome = new Pruner().delete(plan());

        assertThat(outcome.failed())
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason()).contains("lies outside"));
        assertThat(outside).exists();
    }

    @Test
    void passesOverAFileThatSomebodyElsePruned() throws Exception {
        Files.delete(stale("a.json"));

        PruneOutcome outcome = new Pruner().quarantine(plan(), module, NOW);

        assertThat(outcome.failed()).isEmpty();
        assertThat(outcome.done()).isEmpty();
    }

    @Test
    void makesAnotherQuarantineInTheSameSecond() throws Exception {
        stale("a.json");
        new Pruner().quarantine(plan(), module, NOW);
        verdicts.clear();
        stale("b.json");

        PruneOutcome second = new Pruner().quarantine(plan(), module, NOW);

        assertThat(second.quarantine()).isEqualTo(quarantines.resolve("20261122T164501Z-2"));
        assertThat(quarantines.resolve("20261122T164501Z/files/a.json")).exists();
    }

    @Test
    void bringsBackAfterAKillBetweenTwoMoves() throws Exception {
        stale("a.json");
        stale("b.json");
        new Pruner(readOnly("b.json")).quarantine(plan(), module, NOW);

        RestoreOutcome outcome = new Restorer(module).restore("20261122T164501Z");

        assertThat(outcome.restored()).containsExactly("a.json");
        assertThat(recordings.resolve("a.json")).hasContent("a.json");
        assertThat(recordings.resolve("b.json")).hasContent("b.json");
    }
}

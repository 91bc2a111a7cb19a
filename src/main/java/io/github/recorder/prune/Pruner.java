package io.github.recorder.prune;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.git.GitRepository;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.store.AtomicWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a plan. Rechecks each stale recording and removes it only if it is still the same regular file, inside
 * the directory, with the content that was judged. A file that cannot be pruned does not stop the others from being
 * pruned.
 */
public final class Pruner {

    /** Sorts by time, and is a valid file name on every system. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final FileOperations moves;

    /** Creates a pruner that works on the file system. */
    public Pruner() {
        this(FileOperations.REAL);
    }

    Pruner(FileOperations moves) {
        this.moves = moves;
    }

    /**
     * Moves the stale recordings of a plan to a new quarantine. Those that git cannot restore are first copied to the
     * module's lasting quarantine, because a build may delete the other.
     *
     * @param module the module whose quarantines are used; they are created if missing
     * @throws IOException if a quarantine cannot be created; nothing was moved then
     */
    public PruneOutcome quarantine(PrunePlan plan, ProjectModule module, Instant now) throws IOException {
        List<Verdict> stale = plan.stale();
        if (stale.isEmpty()) {
            return new PruneOutcome(PruneOutcome.Kind.QUARANTINE, List.of(), List.of(), null, null);
        }
        Set<String> restorable = GitRepository.of(plan.recordings())
                .map(git -> git.restorable(
                        plan.recordings(), stale.stream().map(Verdict::path).toList()))
                .orElse(Set.of());
        List<Verdict> lasting = stale.stream()
                .filter(verdict -> !restorable.contains(verdict.path()))
                .toList();
        String name = newName(List.of(module.quarantines(), module.lastingQuarantines()), now);
        // The manifests come first, so that files that a killed process has moved can be restored.
        Path lastingFiles =
                lasting.isEmpty() ? null : begin(module.lastingQuarantines().resolve(name), plan, lasting, now);
        if (lastingFiles != null) {
            ignoreInGit(module.lastingQuarantines());
        }
        Path files = begin(module.quarantines().resolve(name), plan, stale, now);
        Set<String> toCopy = lasting.stream().map(Verdict::path).collect(Collectors.toSet());
        Set<Path> folders = ConcurrentHashMap.newKeySet();
        return carryOut(
                plan,
                PruneOutcome.Kind.QUARANTINE,
                files.getParent(),
                lastingFiles == null ? null : lastingFiles.getParent(),
                (verdict, file) -> {
                    if (lastingFiles != null && toCopy.contains(verdict.path())) {
                        moves.copy(file, withFolder(lastingFiles.resolve(verdict.path()), folders));
                    }
                    moves.move(file, withFolder(files.resolve(verdict.path()), folders));
                });
    }

    /** Creates the folder of a file, once. */
    private static Path withFolder(Path file, Set<Path> created) throws IOException {
        Path folder = file.getParent();
        if (folder != null && !created.contains(folder)) {
            Files.createDirectories(folder);
            created.add(folder);
        }
        return file;
    }

    /** Creates a quarantine with its manifest, and returns the directory for its files. */
    private static Path begin(Path quarantine, PrunePlan plan, List<Verdict> verdicts, Instant now) throws IOException {
        try {
            Files.createDirectories(quarantine);
            List<QuarantineManifest.Entry> entries = verdicts.stream()
                    .map(verdict -> new QuarantineManifest.Entry(
                            verdict.path(),
                            fingerprint(verdict),
                            verdict.test(),
                            verdict.reason().word(),
                            verdict.detail()))
                    .toList();
            new QuarantineManifest(now, plan.recordings(), entries).write(quarantine);
            return quarantine.resolve(Restorer.FILES);
        } catch (IOException problem) {
            throw new IOException(
                    "no recording was moved, because the quarantine " + quarantine + " cannot be made: "
                            + FileFailure.reason(problem)
                            + ". Make it possible, or delete for good with <delete> (-Drecorder.delete)",
                    problem);
        }
    }

    private static void ignoreInGit(Path lasting) throws IOException {
        Path ignore = lasting.resolveSibling(".gitignore");
        if (!Files.exists(ignore)) {
            AtomicWriter.write(ignore, "*\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String newName(List<Path> places, Instant now) {
        String time = TIME.format(now);
        String name = time;
        for (int i = 2; isTaken(places, name); i++) {
            name = time + "-" + i;
        }
        return name;
    }

    private static boolean isTaken(List<Path> places, String name) {
        return places.stream().anyMatch(place -> Files.exists(place.resolve(name)));
    }

    /** Deletes the stale recordings of a plan permanently. */
    public PruneOutcome delete(PrunePlan plan) {
        return carryOut(plan, PruneOutcome.Kind.DELETE, null, null, (verdict, file) -> moves.delete(file));
    }

    private static PruneOutcome carryOut(
            PrunePlan plan, PruneOutcome.Kind kind, @Nullable Path quarantine, @Nullable Path lasting, FileAction act) {
        Set<Path> emptied = ConcurrentHashMap.newKeySet();
        List<FileResult> fates = plan.stale().parallelStream()
                .map(verdict -> carryOut(plan, verdict, emptied, act))
                .toList();
        emptied.stream()
                .sorted(Comparator.reverseOrder()) // Deepest directories first.
                .forEach(file -> ContainedPath.removeEmptyFoldersAbove(plan.recordings(), file));
        List<Verdict> done = new ArrayList<>();
        List<PruneOutcome.Failure> failed = new ArrayList<>();
        for (FileResult fate : fates) {
            String problem = fate.problem();
            if (fate.done()) {
                done.add(fate.verdict());
            } else if (problem != null) {
                failed.add(new PruneOutcome.Failure(fate.verdict(), problem));
            }
        }
        return new PruneOutcome(kind, done, failed, quarantine, lasting);
    }

    private static FileResult carryOut(PrunePlan plan, Verdict verdict, Set<Path> emptied, FileAction act) {
        try {
            Path file = ContainedPath.of(plan.recordings(), verdict.path());
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                // Another process pruned it, for instance for another module with the same directory.
                return new FileResult(verdict, false, null);
            }
            String doubt = doubt(file, verdict);
            if (doubt != null) {
                return new FileResult(verdict, false, doubt);
            }
            act.on(verdict, file);
            emptied.add(file.resolveSibling("any"));
            return new FileResult(verdict, true, null);
        } catch (NoSuchFileException gone) {
            return new FileResult(verdict, false, null);
        } catch (IOException problem) {
            return new FileResult(verdict, false, FileFailure.reason(problem));
        }
    }

    /** The outcome for one recording; neither done nor a failure if the recording was already gone. */
    private record FileResult(
            Verdict verdict, boolean done, @Nullable String problem) {}

    private static @Nullable String doubt(Path file, Verdict verdict) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "it is no plain file";
        }
        return RecordingFingerprint.of(file).equals(fingerprint(verdict)) ? null : "it was changed meanwhile";
    }

    private static RecordingFingerprint fingerprint(Verdict verdict) {
        RecordingFingerprint fingerprint = verdict.fingerprint();
        if (fingerprint == null) {
            throw new IllegalStateException("a recording that goes has a fingerprint: " + verdict.path());
        }
        return fingerprint;
    }

    /** An action on a file. */
    @FunctionalInterface
    private interface FileAction {
        void on(Verdict verdict, Path file) throws IOException;
    }
}

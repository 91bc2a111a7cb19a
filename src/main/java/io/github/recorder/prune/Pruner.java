package io.github.recorder.prune;

import io.github.recorder.ledger.RecordingFingerprint;
import java.io.IOException;
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
import org.jspecify.annotations.Nullable;

/**
 * Carries out a plan: each stale recording is looked at once more, and touched only where it is still the plain file, inside the
 * directory, with the content that was judged. What cannot be done to one file does not keep it from being done to the next.
 */
public final class Pruner {

    /** Sorts by time, and is a file name everywhere. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final FileOperations moves;

    /** Makes a pruner that works on the file system. */
    public Pruner() {
        this(FileOperations.REAL);
    }

    Pruner(FileOperations moves) {
        this.moves = moves;
    }

    /**
     * Moves the stale recordings of a plan to a new quarantine.
     *
     * @param quarantines the directory in which each quarantine is a directory, named by its time; made where it is missing
     * @throws IOException where the quarantine cannot be made; nothing was moved then
     */
    public PruneOutcome quarantine(PrunePlan plan, Path quarantines, Instant now) throws IOException {
        List<Verdict> stale = plan.stale();
        if (stale.isEmpty()) {
            return new PruneOutcome(PruneOutcome.Kind.QUARANTINE, List.of(), List.of(), null);
        }
        Path quarantine = newQuarantine(quarantines, now);
        List<QuarantineManifest.Entry> entries = stale.stream()
                .map(verdict -> new QuarantineManifest.Entry(
                        verdict.path(),
                        fingerprint(verdict),
                        verdict.test(),
                        verdict.reason().word(),
                        verdict.detail()))
                .toList();
        // First, so that a process that is killed between two moves leaves nothing that cannot be brought back.
        new QuarantineManifest(now, plan.recordings(), entries).write(quarantine);
        Path files = quarantine.resolve(Restorer.FILES);
        Set<Path> made = ConcurrentHashMap.newKeySet();
        return carryOut(plan, PruneOutcome.Kind.QUARANTINE, quarantine, (verdict, file) -> {
            Path target = files.resolve(verdict.path());
            Path folder = target.getParent() == null ? files : target.getParent();
            if (!made.contains(folder)) {
                Files.createDirectories(folder);
                made.add(folder);
            }
            moves.move(file, target);
        });
    }

    /** Deletes the stale recordings of a plan for good. */
    public PruneOutcome delete(PrunePlan plan) {
        return carryOut(plan, PruneOutcome.Kind.DELETE, null, (verdict, file) -> moves.delete(file));
    }

    private static PruneOutcome carryOut(
            PrunePlan plan, PruneOutcome.Kind kind, @Nullable Path quarantine, FileAction act) {
        Set<Path> emptied = ConcurrentHashMap.newKeySet();
        List<FileResult> fates = plan.stale().parallelStream()
                .map(verdict -> carryOut(plan, verdict, emptied, act))
                .toList();
        emptied.stream()
                .sorted(Comparator.reverseOrder()) // Those below others first.
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
        return new PruneOutcome(kind, done, failed, quarantine);
    }

    private static FileResult carryOut(PrunePlan plan, Verdict verdict, Set<Path> emptied, FileAction act) {
        try {
            Path file = ContainedPath.of(plan.recordings(), verdict.path());
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                // Somebody else pruned it, as where two modules that share the directory do so at once.
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
            return new FileResult(verdict, false, ContainedPath.reason(problem));
        }
    }

    /** What became of one recording; neither done nor a problem where it was gone already. */
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

    private static Path newQuarantine(Path quarantines, Instant now) throws IOException {
        try {
            return newDirectory(quarantines, TIME.format(now));
        } catch (IOException problem) {
            throw new IOException(
                    "no recording was moved, for the quarantine " + quarantines + " cannot be made: "
                            + ContainedPath.reason(problem)
                            + ". Make room for it, or delete for good with <delete> (-Drecorder.delete)",
                    problem);
        }
    }

    private static Path newDirectory(Path parent, String name) throws IOException {
        Files.createDirectories(parent);
        for (int i = 1; ; i++) {
            Path directory = parent.resolve(i == 1 ? name : name + "-" + i);
            if (!Files.exists(directory)) {
                return Files.createDirectory(directory);
            }
        }
    }

    /** What is done to a file. */
    @FunctionalInterface
    private interface FileAction {
        void on(Verdict verdict, Path file) throws IOException;
    }
}

package io.github.recorder.lifecycle;

import io.github.recorder.ledger.CodeFingerprint;
import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerFiles;
import io.github.recorder.ledger.LedgerReader;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.ledger.UnreadableLedgerException;
import io.github.recorder.prune.Case;
import io.github.recorder.prune.Evidence;
import io.github.recorder.prune.Judge;
import io.github.recorder.prune.PruneOutcome;
import io.github.recorder.prune.PrunePlan;
import io.github.recorder.prune.PrunePlanner;
import io.github.recorder.prune.PruneReport;
import io.github.recorder.prune.Pruner;
import io.github.recorder.store.RecordingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prunes the recordings directory of a module: finds the ledgers, weighs them, plans, and carries out the plan. */
public final class Pruning {

    private final PruneRequest request;
    private final Clock clock;
    private final Map<String, Optional<LedgerEvent.Code>> codes = new HashMap<>();

    private Pruning(PruneRequest request, Clock clock) {
        this.request = request;
        this.clock = clock;
    }

    /**
     * Prunes.
     *
     * @throws IOException where a directory cannot be listed or the report cannot be written
     */
    public static PruneResult run(PruneRequest request) throws IOException {
        return new Pruning(request, Clock.systemUTC()).run();
    }

    private PruneResult run() throws IOException {
        List<Ledger> ledgers;
        try {
            ledgers = ledgers();
        } catch (UnreadableLedgerException unreadable) {
            return new PruneResult.Refused(
                    "Nothing was pruned, for it is not known what was served. " + unreadable.getMessage());
        }
        if (waiting(ledgers)) {
            return new PruneResult.Nothing(request.directory()
                    + " is left to the last module that uses it: not all of them have run their tests yet");
        }
        Path recordings = recordings(ledgers);
        RecordingFiles files = RecordingFiles.list(recordings);
        Evidence evidence = Judge.weigh(new Case(
                recordings, fromRoot(request.root(), recordings), ledgers, this::code, request.ignoredClasses()));
        if (files.paths().isEmpty()) {
            return new PruneResult.Nothing(request.directory() + " has no recordings");
        }
        if (evidence.ledgersOfAnyCode() == 0) {
            return new PruneResult.Refused("Nothing was pruned, for there is no ledger of " + recordings
                    + ", so it is not known what the tests need. Looked in "
                    + request.module().ledgers()
                    + ". Run `mvn verify` first (`mvn clean` removes ledgers), or name ledgers of elsewhere with"
                    + " <ledgers> (-Drecorder.ledgers).");
        }
        PrunePlan plan = PrunePlanner.plan(files, evidence, request.force());
        PruneOutcome outcome = carryOut(plan);
        PruneReport report = new PruneReport(plan, outcome, request.directory());
        Files.createDirectories(request.module().workDirectory());
        Files.write(request.module().pruneReport(), report.json(clock.instant()));
        return new PruneResult.Judged(plan, outcome, report);
    }

    /** Tells whether a module that uses the directory is still to run its tests in this very build. */
    private boolean waiting(List<Ledger> ledgers) {
        return request.reactor().stream()
                .filter(module -> module.recordings().equals(request.module().recordings()))
                .filter(module -> !module.id().equals(request.module().id()))
                .filter(module -> request.unfinished().contains(module.id()))
                .anyMatch(module -> ledgers.stream().noneMatch(ledger -> hasEndedInThisBuild(ledger, module)));
    }

    private boolean hasEndedInThisBuild(Ledger ledger, ProjectModule module) {
        return ledger.end() != null
                && ledger.header().module().equals(module.id())
                && ledger.header().buildStarted().equals(request.buildStarted());
    }

    private List<Ledger> ledgers() throws IOException, UnreadableLedgerException {
        Set<Path> found = new LinkedHashSet<>(LedgerFiles.in(request.module().ledgers()));
        for (ProjectModule module : request.reactor()) {
            found.addAll(LedgerFiles.in(module.ledgers()));
        }
        for (String place : request.moreLedgers()) {
            List<Path> named = LedgerFiles.named(request.root(), place);
            if (named.isEmpty()) {
                throw new IOException(
                        "<ledgers> (-Drecorder.ledgers) names " + place + ", where no ledger (*.jsonl) is."
                                + " Give a file, a directory, or a glob, relative to " + request.root());
            }
            found.addAll(named);
        }
        List<Ledger> ledgers = new ArrayList<>();
        for (Path file : found) {
            Ledger ledger = LedgerReader.read(file);
            if (ledger != null) {
                ledgers.add(ledger);
            }
        }
        return ledgers;
    }

    /**
     * Returns the directory to prune: the configured one, or, where no ledger knows that one, the one that this module's latest run
     * used, for a goal of the command line does not see the configuration of an execution.
     */
    private Path recordings(List<Ledger> ledgers) throws IOException {
        Path configured = real(request.module().recordings());
        Path latest = null;
        Instant started = Instant.MIN;
        for (Ledger ledger : ledgers) {
            RunHeader header = ledger.header();
            Path used = Path.of(header.recordings());
            if (used.equals(configured)) {
                return configured;
            }
            boolean own = header.module().equals(request.module().id()) && Files.isDirectory(used);
            if (own && used.startsWith(real(request.root())) && header.started().isAfter(started)) {
                latest = used;
                started = header.started();
            }
        }
        return latest == null || Files.isDirectory(configured) ? configured : latest;
    }

    private LedgerEvent.@Nullable Code code(RunHeader run) {
        return codes.computeIfAbsent(
                        run.module(),
                        id -> request.reactor().stream()
                                .filter(module -> module.id().equals(id))
                                .findFirst()
                                .flatMap(Pruning::code))
                .orElse(null);
    }

    private static Optional<LedgerEvent.Code> code(ProjectModule module) {
        try {
            return Optional.of(CodeFingerprint.of(module.code(), Instant.MAX));
        } catch (IOException unreadable) {
            return Optional.empty(); // Code that cannot be compared proves nothing.
        }
    }

    private PruneOutcome carryOut(PrunePlan plan) throws IOException {
        return switch (request.action()) {
            case DRY_RUN -> PruneOutcome.dryRun();
            case QUARANTINE -> new Pruner().quarantine(plan, request.module().quarantines(), clock.instant());
            case DELETE -> new Pruner().delete(plan);
        };
    }

    /** Returns where a directory lies in the build, with forward slashes; null where it lies outside. */
    public static @Nullable String fromRoot(Path root, Path directory) throws IOException {
        Path top = real(root);
        Path there = real(directory);
        return there.startsWith(top) ? top.relativize(there).toString().replace('\\', '/') : null;
    }

    /** Returns a path without links, as far as it exists. */
    public static Path real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path existing = absolute;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing == null ? absolute : existing.toRealPath().resolve(existing.relativize(absolute));
    }
}

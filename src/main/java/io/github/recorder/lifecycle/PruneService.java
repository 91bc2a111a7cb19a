package io.github.recorder.lifecycle;

import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.UnreadableLedgerException;
import io.github.recorder.prune.Evidence;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prunes the recordings directory of a module: finds the ledgers, weighs them, plans, and carries out the plan. */
public final class PruneService {

    private final PruneRequest request;
    private final Clock clock;

    private PruneService(PruneRequest request, Clock clock) {
        this.request = request;
        this.clock = clock;
    }

    /**
     * Prunes.
     *
     * @throws IOException where a directory cannot be listed or the report cannot be written
     */
    public static PruneResult run(PruneRequest request) throws IOException {
        return new PruneService(request, Clock.systemUTC()).run();
    }

    private PruneResult run() throws IOException {
        LedgerCollector weighing = new LedgerCollector(request);
        List<Ledger> ledgers;
        try {
            ledgers = weighing.ledgers();
        } catch (UnreadableLedgerException unreadable) {
            return new PruneResult.Refused("it is not known what was served. " + unreadable.getMessage());
        }
        if (waiting(ledgers)) {
            return new PruneResult.Nothing(request.directory()
                    + " is left to the last module that uses it: not all of them have run their tests yet");
        }
        LedgerCollector.CollectedEvidence weighed = weighing.weigh(ledgers);
        Evidence evidence = weighed.evidence();
        RecordingFiles files = RecordingFiles.list(weighed.recordings());
        if (files.paths().isEmpty()) {
            return new PruneResult.Nothing(request.directory() + " has no recordings");
        }
        if (evidence.ledgersOfAnyCode() == 0) {
            return new PruneResult.Refused("there is no ledger of " + weighed.recordings()
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

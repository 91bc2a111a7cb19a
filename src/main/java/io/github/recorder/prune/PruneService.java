package io.github.recorder.prune;

import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerLocator;
import io.github.recorder.ledger.LedgerReader;
import io.github.recorder.ledger.RecordingsPath;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.ledger.UnreadableLedgerException;
import io.github.recorder.store.AtomicWriter;
import io.github.recorder.store.RecordingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Prunes the recordings directory of a module: finds and evaluates the ledgers, plans, and carries out the plan. */
public final class PruneService {

    private final PruneRequest request;
    private final Clock clock;

    private PruneService(PruneRequest request, Clock clock) {
        this.request = request;
        this.clock = clock;
    }

    /**
     * The evidence of ledgers about the directory of a request.
     *
     * @param recordings the directory
     */
    public record CollectedEvidence(Path recordings, Evidence evidence) {}

    /**
     * Prunes.
     *
     * @throws IOException if a directory cannot be listed or the report cannot be written
     */
    public static PruneResult run(PruneRequest request) throws IOException {
        return new PruneService(request, Clock.systemUTC()).run();
    }

    /**
     * Finds and evaluates the ledgers of a request.
     *
     * @throws UnreadableLedgerException if a ledger cannot be parsed
     */
    public static CollectedEvidence evidence(PruneRequest request) throws IOException, UnreadableLedgerException {
        PruneService service = new PruneService(request, Clock.systemUTC());
        return service.weigh(service.ledgers());
    }

    private PruneResult run() throws IOException {
        FoundLedgers ledgers;
        try {
            ledgers = ledgers();
        } catch (UnreadableLedgerException unreadable) {
            return new PruneResult.Refused("It is not known what was served. " + unreadable.getMessage());
        }
        if (waiting(ledgers.all())) {
            return new PruneResult.Waiting();
        }
        CollectedEvidence collected = weigh(ledgers);
        RecordingFiles files = RecordingFiles.list(collected.recordings());
        if (files.paths().isEmpty()) {
            return new PruneResult.Nothing(request.directory() + " has no recordings");
        }
        if (collected.evidence().ledgersOfAnyCode() == 0) {
            return new PruneResult.Refused("There is no ledger of " + collected.recordings()
                    + ", so it is not known what the tests need. Looked below "
                    + request.build().root()
                    + ". Run `mvn verify` first (`mvn clean` removes ledgers), or name ledgers of elsewhere with"
                    + " <ledgers> (-Drecorder.ledgers).");
        }
        PrunePlan plan = PrunePlanner.plan(
                files,
                collected.evidence(),
                request.comparison().apply(collected.evidence().latest()),
                request.options());
        PruneOutcome outcome = carryOut(plan);
        PruneReport report = new PruneReport(plan, outcome, request.directory());
        AtomicWriter.write(request.module().pruneReport(), report.json(clock.instant()));
        return new PruneResult.Judged(plan, outcome, report);
    }

    private CollectedEvidence weigh(FoundLedgers ledgers) throws IOException {
        Path recordings = recordings(ledgers.all());
        return new CollectedEvidence(
                recordings,
                Evidence.of(recordings, ledgers.all(), ledgers.elsewhere(), request.build(), request.buildStarted()));
    }

    /**
     * The ledgers of a request.
     *
     * @param elsewhere the ids of the runs whose ledgers the request names
     */
    private record FoundLedgers(List<Ledger> all, Set<String> elsewhere) {}

    /** Reads all ledgers below the root of the build, and those that the request names. */
    private FoundLedgers ledgers() throws IOException, UnreadableLedgerException {
        Set<Path> found =
                new LinkedHashSet<>(LedgerLocator.below(request.build().root()));
        found.addAll(LedgerLocator.in(request.module().ledgers()));
        Set<Path> ofRequest = new HashSet<>();
        for (String place : request.moreLedgers()) {
            List<Path> named = LedgerLocator.named(request.base(), place);
            if (named.isEmpty()) {
                throw new IOException("<ledgers> (-Drecorder.ledgers) names " + place
                        + ", where no ledger (*.jsonl) is. Give a file, a directory, or a glob, relative to "
                        + request.base() + ".");
            }
            ofRequest.addAll(named);
        }
        found.addAll(ofRequest);
        List<Ledger> ledgers = new ArrayList<>();
        Set<String> elsewhere = new HashSet<>();
        for (Path file : found) {
            Ledger ledger = LedgerReader.read(file);
            if (ledger != null) {
                ledgers.add(ledger);
                if (ofRequest.contains(file)) {
                    elsewhere.add(ledger.header().run());
                }
            }
        }
        return new FoundLedgers(ledgers, elsewhere);
    }

    /**
     * Returns the directory to prune: the configured one, or, if no ledger is about that one, the one that this
     * module's latest run used, because a goal on the command line does not see the configuration of an execution.
     */
    private Path recordings(List<Ledger> ledgers) throws IOException {
        Path configured = RecordingsPath.real(request.module().recordings());
        Path latest = null;
        Instant started = Instant.MIN;
        for (Ledger ledger : ledgers) {
            RunHeader header = ledger.header();
            Path used = Path.of(header.recordings());
            if (used.equals(configured)) {
                return configured;
            }
            boolean own = header.module().equals(request.module().id()) && Files.isDirectory(used);
            if (own
                    && used.startsWith(request.build().root())
                    && header.started().isAfter(started)) {
                latest = used;
                started = header.started();
            }
        }
        return latest == null || Files.isDirectory(configured) ? configured : latest;
    }

    /** Returns whether a module that uses the directory has yet to run its tests in this build. */
    private boolean waiting(List<Ledger> ledgers) {
        return request.build().usersOf(request.module().recordings()).stream()
                .filter(module -> !module.id().equals(request.module().id()))
                .filter(module -> request.unfinished().contains(module.id()))
                .anyMatch(module -> ledgers.stream()
                        .noneMatch(ledger -> ledger.end() != null
                                && ledger.header().module().equals(module.id())
                                && ledger.header().buildStarted().equals(request.buildStarted())));
    }

    private PruneOutcome carryOut(PrunePlan plan) throws IOException {
        return switch (request.action()) {
            case DRY_RUN -> PruneOutcome.dryRun();
            case QUARANTINE -> new Pruner().quarantine(plan, request.module(), clock.instant());
            case DELETE -> new Pruner().delete(plan);
        };
    }
}

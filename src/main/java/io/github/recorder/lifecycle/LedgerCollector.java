package io.github.recorder.lifecycle;

import io.github.recorder.ledger.CodeFingerprint;
import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerLocator;
import io.github.recorder.ledger.LedgerReader;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.ledger.UnreadableLedgerException;
import io.github.recorder.prune.Evidence;
import io.github.recorder.prune.EvidenceBuilder;
import io.github.recorder.prune.PruneInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the ledgers of a request, and what they prove. */
final class LedgerCollector {

    private final PruneRequest request;
    private final Map<String, Optional<LedgerEvent.CodeState>> codes = new HashMap<>();

    LedgerCollector(PruneRequest request) {
        this.request = request;
    }

    /**
     * What was found.
     *
     * @param recordings the directory that the request is about
     */
    record CollectedEvidence(Path recordings, Evidence evidence) {}

    /** Weighs ledgers that {@link #ledgers} returned. */
    CollectedEvidence weigh(List<Ledger> ledgers) throws IOException {
        Path recordings = recordings(ledgers);
        Evidence evidence = EvidenceBuilder.weigh(new PruneInput(
                recordings,
                PruneService.fromRoot(request.root(), recordings),
                ledgers,
                this::code,
                request.ignoredClasses()));
        return new CollectedEvidence(recordings, evidence);
    }

    /** Reads all ledgers that the request names. */
    List<Ledger> ledgers() throws IOException, UnreadableLedgerException {
        Set<Path> found = new LinkedHashSet<>(LedgerLocator.in(request.module().ledgers()));
        for (ProjectModule module : request.reactor()) {
            found.addAll(LedgerLocator.in(module.ledgers()));
        }
        for (String place : request.moreLedgers()) {
            List<Path> named = LedgerLocator.named(request.root(), place);
            if (named.isEmpty()) {
                throw new IOException(
                        "<ledgers> (-Drecorder.ledgers) names " + place + ", where no ledger (*.jsonl) is."
                                + " Give a file, a directory, or a glob, relative to " + request.root() + ".");
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
        Path configured = PruneService.real(request.module().recordings());
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
                    && used.startsWith(PruneService.real(request.root()))
                    && header.started().isAfter(started)) {
                latest = used;
                started = header.started();
            }
        }
        return latest == null || Files.isDirectory(configured) ? configured : latest;
    }

    private LedgerEvent.@Nullable CodeState code(RunHeader run) {
        return codes.computeIfAbsent(
                        run.module(),
                        id -> request.reactor().stream()
                                .filter(module -> module.id().equals(id))
                                .findFirst()
                                .flatMap(LedgerCollector::code))
                .orElse(null);
    }

    private static Optional<LedgerEvent.CodeState> code(ProjectModule module) {
        try {
            return Optional.of(CodeFingerprint.of(module.code(), Instant.MAX));
        } catch (IOException unreadable) {
            return Optional.empty(); // Code that cannot be compared proves nothing.
        }
    }
}

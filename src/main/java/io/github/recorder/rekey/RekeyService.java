package io.github.recorder.rekey;

import io.github.recorder.ledger.FormerTestIds;
import io.github.recorder.ledger.UnreadableLedgerException;
import io.github.recorder.prune.Evidence;
import io.github.recorder.prune.MissingProof;
import io.github.recorder.prune.PruneRequest;
import io.github.recorder.prune.PruneService;
import io.github.recorder.store.RecordingFiles;
import java.io.IOException;
import java.util.List;

/** Rekeys the recordings directory of a module by what its ledgers prove. */
public final class RekeyService {

    private RekeyService() {}

    /**
     * Renames recordings. Test ids are changed only if the run was complete, because otherwise the old test may exist
     * and not have run.
     *
     * @param apply whether to rename, or only to report
     * @throws IOException if the directory cannot be listed
     * @throws UnreadableLedgerException if a ledger cannot be read
     */
    public static RekeyResult run(PruneRequest request, boolean apply) throws IOException, UnreadableLedgerException {
        PruneService.CollectedEvidence collected = PruneService.evidence(request);
        Evidence evidence = collected.evidence();
        FormerTestIds formerIds = FormerTestIds.of(evidence.complete() ? evidence.ledgers() : List.of());
        Rekeyer rekeyer = new Rekeyer(
                RecordingFiles.list(collected.recordings()),
                (test, path) -> formerIds.successorOf(test, path).or(() -> evidence.successorOf(test, path)),
                request.progress());
        List<RekeyStep> plan = rekeyer.plan();
        List<String> failed = apply ? rekeyer.carryOut(plan) : List.of();
        request.progress().clear();
        return new RekeyResult(
                plan,
                failed,
                evidence.gaps().stream().map(MissingProof::sentence).toList());
    }
}

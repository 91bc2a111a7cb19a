package io.github.recorder.prune;

import io.github.recorder.ledger.RunHeader;
import java.time.Instant;
import java.util.List;

/** Copies of the first lines of ledgers. */
final class RunHeaders {

    private RunHeaders() {}

    /** Returns a header of another build with other details. */
    static RunHeader with(RunHeader header, Instant buildStarted, List<RunHeader.Detail> details) {
        return new RunHeader(
                header.run(),
                header.plugin(),
                header.goal(),
                header.module(),
                header.basedir(),
                header.recordings(),
                header.recordingsFromRoot(),
                buildStarted,
                header.started(),
                header.mode(),
                header.isolation(),
                header.filters(),
                header.reach(),
                header.job(),
                header.executions(),
                header.reactor(),
                header.comparison(),
                details);
    }
}

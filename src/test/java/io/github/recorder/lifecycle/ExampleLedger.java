package io.github.recorder.lifecycle;

import io.github.recorder.ledger.FilterReach;
import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.recording.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Makes the ledger of a run in mode replay from its events. */
final class ExampleLedger {

    private ExampleLedger() {}

    static Ledger of(String module, Path directory, Instant build, Instant run, List<LedgerEvent> events) {
        RunHeader header = new RunHeader(
                "run",
                "0.1.0",
                RunHeader.START,
                module,
                directory.toString(),
                directory.toString(),
                "recordings",
                build,
                run,
                RunHeader.REPLAY,
                "prefer",
                List.of(),
                FilterReach.NOTHING,
                null,
                List.of(),
                List.of(),
                Json.mapper().createObjectNode(),
                List.of());
        return new Ledger(directory.resolve("run.jsonl"), header, null, Map.of(), events, null);
    }
}

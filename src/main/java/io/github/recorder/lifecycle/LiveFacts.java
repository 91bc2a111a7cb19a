package io.github.recorder.lifecycle;

import io.github.recorder.diagnosis.MissLog;
import io.github.recorder.ledger.BlockedCalls;
import io.github.recorder.ledger.FilterReach;
import io.github.recorder.ledger.LedgerWriter;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.recording.Json;
import io.github.recorder.report.RunFacts;
import io.github.recorder.store.FileProblem;
import io.github.recorder.store.RecordingStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The facts of a run so far, which its live page shows. Thread-safe. */
final class LiveFacts implements Supplier<RunFacts> {

    private final RunHeader header;
    private final String directory;
    private final String mode;
    private final RecordingStore store;
    private final LedgerWriter ledger;
    private final BlockedCalls blocked;
    private final MissLog misses;
    private final LiveCalls calls;

    /**
     * Creates the source of the facts.
     *
     * @param header the facts that are known at the start; null without a project
     * @param directory the recordings directory as messages name it
     * @param mode the mode of upstreams without their own
     */
    LiveFacts(
            @Nullable RunHeader header,
            String directory,
            String mode,
            RecordingStore store,
            LedgerWriter ledger,
            BlockedCalls blocked,
            MissLog misses,
            LiveCalls calls) {
        this.header = Objects.requireNonNullElseGet(
                header, () -> header("", "", RunHeader.RUN, directory, mode, Path.of(directory), Instant.now()));
        this.directory = directory;
        this.mode = mode;
        this.store = store;
        this.ledger = ledger;
        this.blocked = blocked;
        this.misses = misses;
        this.calls = calls;
    }

    /** Returns a header that names only what a page shows. */
    static RunHeader header(
            String run, String plugin, String goal, String module, String mode, Path recordings, Instant now) {
        return new RunHeader(
                run,
                plugin,
                goal,
                module,
                "",
                recordings.toString(),
                null,
                now,
                now,
                mode,
                "",
                List.of(),
                FilterReach.NOTHING,
                null,
                List.of(),
                List.of(),
                Json.nodes().objectNode(),
                List.of());
    }

    /** Returns the command that starts the run again so that it records what is missing; empty if there is none. */
    String restart() {
        return mode.equals(RunHeader.REPLAY) && header.goal().equals(RunHeader.RUN)
                ? "mvn recorder:run -Drecorder.mode=record-if-missing"
                : "";
    }

    @Override
    public RunFacts get() {
        RecordingOutcome recorded = calls.outcome();
        return new RunFacts(
                header,
                Instant.now(),
                "The run goes on, in the mode " + header.mode(),
                directory,
                "",
                new RunFacts.Counts(
                        ledger.servedCount(),
                        ledger.missedCount() + ledger.missedByStrangersCount(),
                        blocked.count(),
                        recorded.live()),
                ledger.servedCounts(),
                store.listed(),
                misses.groups(text -> true),
                RunReporter.selection(header),
                recorded.files(),
                Stream.of(
                                store.problems().stream()
                                        .filter(FileProblem::corrupt)
                                        .map(FileProblem::sentence)
                                        .toList(),
                                recorded.stopped(),
                                blocked.texts())
                        .flatMap(List::stream)
                        .toList());
    }
}

package io.github.recorder.rekey;

import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.Ledger;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.LedgerReader;
import io.github.recorder.ledger.LedgerWriter;
import io.github.recorder.ledger.UnreadableLedgerException;
import io.github.recorder.matching.TestId;
import io.github.recorder.prune.Evidence;
import io.github.recorder.store.RecordingStore;
import io.github.recorder.store.UnreadableRecordingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tests of one run that were served recordings of a removed test, and so are probably its new name. A removed test
 * is recognized as in {@code rekey}, except that the run need not be complete if the whole class is gone.
 *
 * @param recordings the number of recordings they were served
 * @param successors the new names by the old ones, sorted
 */
public record TestRenames(int recordings, Map<String, Set<String>> successors) {

    public static final TestRenames NONE = new TestRenames(0, Map.of());

    private static final int MOST_NAMED = 3;

    /** Examines the responses of a run that has ended and keeps a ledger file. */
    public static TestRenames of(LedgerWriter ledger, RecordingStore store, BuildLayout build) {
        List<Borrowed> borrowed = ledger.servings().parallelStream()
                .flatMap(serving ->
                        serving.recordings().stream().flatMap(path -> borrowed(serving, path, store).stream()))
                .toList();
        Path file = ledger.file();
        // Reading the ledger takes time, and few runs need it.
        Evidence evidence = borrowed.isEmpty() || file == null ? null : evidence(file, build);
        if (evidence == null) {
            return NONE;
        }
        Map<String, Set<String>> successors = new TreeMap<>();
        Set<String> paths = new TreeSet<>();
        for (Borrowed each : borrowed) {
            evidence.apparentSuccessorOf(each.owner(), each.path()).ifPresent(successor -> {
                successors
                        .computeIfAbsent(each.owner(), unseen -> new TreeSet<>())
                        .add(successor);
                paths.add(each.path());
            });
        }
        return new TestRenames(paths.size(), successors);
    }

    private static Optional<Borrowed> borrowed(LedgerEvent.Served serving, String path, RecordingStore store) {
        String caller = serving.test();
        if (caller == null || serving.attribution() != AttributionConfidence.EXACT) {
            return Optional.empty();
        }
        try {
            String owner = store.head(path).testId();
            return owner == null || TestId.ascii(owner).equals(caller)
                    ? Optional.empty()
                    : Optional.of(new Borrowed(TestId.ascii(owner), path));
        } catch (UnreadableRecordingException gone) {
            return Optional.empty();
        }
    }

    private static @Nullable Evidence evidence(Path file, BuildLayout build) {
        try {
            Ledger ledger = LedgerReader.read(file);
            return ledger == null
                    ? null
                    : Evidence.of(
                            Path.of(ledger.header().recordings()),
                            List.of(ledger),
                            build,
                            ledger.header().buildStarted());
        } catch (UnreadableLedgerException | IOException damaged) {
            return null; // The goals prune and rekey report this problem.
        }
    }

    /** Returns the sentence for the run's summary, numbers first; empty if there are none. */
    public Optional<String> sentence() {
        if (recordings == 0) {
            return Optional.empty();
        }
        String count = recordings + (recordings == 1 ? " recording" : " recordings");
        if (successors.size() == 1) {
            Map.Entry<String, Set<String>> only =
                    successors.entrySet().iterator().next();
            return Optional.of(count + " of " + only.getKey() + ", which is gone, answered "
                    + String.join(", ", only.getValue()) + " (mvn recorder:rekey)");
        }
        String named = successors.entrySet().stream()
                .limit(MOST_NAMED)
                .map(renamed -> renamed.getKey() + " -> " + String.join(", ", renamed.getValue()))
                .collect(Collectors.joining("; "));
        int more = successors.size() - MOST_NAMED;
        return Optional.of(count + " of " + successors.size() + " tests that are gone answered others: " + named
                + (more > 0 ? "; and " + more + " more" : "") + " (mvn recorder:rekey)");
    }

    /** A recording that was served to a test other than its own. */
    private record Borrowed(String owner, String path) {}
}

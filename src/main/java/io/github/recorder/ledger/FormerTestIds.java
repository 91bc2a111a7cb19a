package io.github.recorder.ledger;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The test ids of some runs before ids were unique, and the tests that were served the recordings with those ids. */
public final class FormerTestIds {

    private final Map<String, String> formerIds = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Set<String>> callers = new HashMap<>();

    private FormerTestIds() {}

    /**
     * Reads ledgers.
     *
     * @throws UnreadableLedgerException if a file cannot be read any more
     */
    public static FormerTestIds of(Collection<LedgerHead> ledgers) throws UnreadableLedgerException {
        FormerTestIds read = new FormerTestIds();
        for (LedgerHead ledger : ledgers) {
            LedgerReader.scan(ledger.file(), read::add);
        }
        return read;
    }

    private void add(LedgerEvent event) {
        if (event instanceof LedgerEvent.TestStarted started) {
            add(started.test(), started.formerId());
        } else if (event instanceof LedgerEvent.TestFinished finished) {
            add(finished.test(), finished.formerId());
        } else if (event instanceof LedgerEvent.Served served) {
            boolean sure = served.test() != null && served.attribution() == AttributionConfidence.EXACT;
            String caller = sure ? String.valueOf(served.test()) : "";
            served.recordings()
                    .forEach(path -> callers.computeIfAbsent(path, unseen -> new HashSet<>())
                            .add(caller));
        }
    }

    private void add(String test, @Nullable String formerId) {
        ids.add(test);
        if (formerId != null) {
            formerIds.put(test, formerId);
        }
    }

    /**
     * Returns the current id of a recording's test: the only test that was certainly served the recording, if it had
     * the recording's id and no test has that id any more.
     *
     * @param test the recording's test id in ASCII
     * @param path the recording, relative to the recordings directory
     */
    public Optional<String> successorOf(String test, String path) {
        Set<String> served = callers.getOrDefault(path, Set.of());
        return ids.contains(test) || served.size() != 1
                ? Optional.empty()
                : served.stream()
                        .filter(caller -> test.equals(formerIds.get(caller)))
                        .findFirst();
    }
}

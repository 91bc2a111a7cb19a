package io.github.recorder.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What one run served and what it missed. Safe for use by many threads. */
public final class RunLedger {

    private final LongAdder served = new LongAdder();
    private final Set<String> recordings = ConcurrentHashMap.newKeySet();
    private final Map<String, LongAdder> misses = new LinkedHashMap<>();

    /**
     * Notes that a request was answered.
     *
     * @param testId the test that asked; null where it is not known
     * @param members the recordings that the answer was made of, as paths relative to the recordings directory
     */
    public void served(@Nullable String testId, Collection<String> members) {
        served.increment();
        recordings.addAll(members);
    }

    /**
     * Notes that a request found no recording.
     *
     * @param text what the client was told
     * @return whether it is the first miss with this text
     */
    public boolean missed(String text) {
        synchronized (misses) {
            LongAdder count = misses.computeIfAbsent(text, first -> new LongAdder());
            count.increment();
            return count.sum() == 1;
        }
    }

    /** Returns the number of requests that were answered. */
    public long servedCount() {
        return served.sum();
    }

    /** Returns the recordings that took part in an answer, as paths relative to the recordings directory. */
    public Set<String> servedRecordings() {
        return Set.copyOf(recordings);
    }

    /** Returns the number of requests that found no recording, repeated ones included. */
    public long missedCount() {
        synchronized (misses) {
            return misses.values().stream().mapToLong(LongAdder::sum).sum();
        }
    }

    /** Returns the text of each miss once, in the order in which they came. */
    public List<String> misses() {
        synchronized (misses) {
            return new ArrayList<>(misses.keySet());
        }
    }
}

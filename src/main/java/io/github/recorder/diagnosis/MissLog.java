package io.github.recorder.diagnosis;

import io.github.recorder.matching.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The misses of a run in their order, each request of each test once. Thread-safe. */
public final class MissLog {

    /** The maximum number of misses that are kept. */
    private static final int MOST = 1_000;

    private static final int ID_CHARACTERS = 12;

    private final Map<Key, ExplainedMiss> entries = new LinkedHashMap<>();
    private final Map<MissCause, ExplainedMiss> firstOfCause = new LinkedHashMap<>();

    private record Key(Digest request, @Nullable String testId) {}

    /**
     * Adds a miss if it is new.
     *
     * @param cause the cause, which parts of the miss may not show
     * @param text the paragraph that the client received
     * @param report the file with its full report; null if there is none
     * @return the first miss of the same cause; null if this is the first
     */
    synchronized @Nullable ExplainedMiss add(Miss miss, MissCause cause, String text, @Nullable String report) {
        Digest request = miss.request();
        Key key = new Key(request, miss.testId());
        if (entries.size() < MOST && !entries.containsKey(key)) {
            RequestIdentity identity = miss.identity();
            String hash = identity == null ? request.toString() : identity.hash();
            entries.put(key, new ExplainedMiss(unused(hash.substring(0, ID_CHARACTERS)), miss, text, cause, report));
        }
        ExplainedMiss entry = entries.get(key);
        if (entry == null) {
            return firstOfCause.get(cause);
        }
        ExplainedMiss first = firstOfCause.putIfAbsent(cause, entry);
        return entry.equals(first) ? null : first;
    }

    /** Two different requests may have the same hash once their secrets are hidden. */
    private String unused(String id) {
        long same = entries.values().stream()
                .filter(entry -> entry.id().equals(id) || entry.id().startsWith(id + "-"))
                .count();
        return same == 0 ? id : id + "-" + (same + 1);
    }

    /**
     * Returns the misses grouped by cause, in the order of their first misses.
     *
     * @param counted whether a miss counts, by the text that its client received
     */
    public synchronized List<MissGroup> groups(Predicate<String> counted) {
        Map<MissCause, List<ExplainedMiss>> byCause = new LinkedHashMap<>();
        entries.values().stream()
                .filter(entry -> counted.test(entry.text()))
                .forEach(entry -> byCause.computeIfAbsent(entry.cause(), first -> new ArrayList<>())
                        .add(entry));
        return byCause.entrySet().stream()
                .map(group -> new MissGroup(group.getKey(), group.getValue()))
                .toList();
    }
}

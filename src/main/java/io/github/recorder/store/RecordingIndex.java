package io.github.recorder.store;

import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.Digest;
import io.github.recorder.matching.MatchKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the recordings that match a request: a hash table from the request's digest to its candidates, so a lookup
 * takes the same time for any number of recordings. Holds digests, sketches, paths and test ids, but no request and no
 * response. Thread-safe.
 */
final class RecordingIndex {

    private final Map<Digest, List<Candidate>> byRequest;
    private final SimilarityIndex sketches = new SimilarityIndex();
    // A test makes many requests, so they share one string.
    private final Map<String, String> testIds = new ConcurrentHashMap<>();

    /** @param recordings the number of recordings to expect; most have two forms */
    RecordingIndex(int recordings) {
        byRequest = new ConcurrentHashMap<>(2 * recordings);
    }

    /**
     * Adds a recording.
     *
     * @param layer the layer that holds it: 0 is the directory
     */
    void add(String path, RecordingKeys keys, int layer) {
        sketches.add(keys.method(), keys.endpoint(), keys.sketch(), put(path, keys, layer));
    }

    /** Adds each form of a request for its recording; returns the recording as found by the first form. */
    private Candidate put(String path, RecordingKeys keys, int layer) {
        String testId = interned(keys.testId());
        Candidate first = null;
        for (MatchKey key : keys.forms()) {
            Candidate candidate = new Candidate(path, testId, key.raw(), keys.bearsHash(), keys.extraBody(), layer);
            byRequest.merge(
                    key.normalized(), List.of(candidate), (before, added) -> joined(without(path, before), added));
            first = first == null ? candidate : first;
        }
        return Objects.requireNonNull(first);
    }

    /** Replaces the recording that a file held before, if any. */
    void replace(String path, RecordingKeys keys, int layer) {
        boolean known = candidates(keys.forms().get(0)).stream()
                .anyMatch(candidate -> candidate.path().equals(path));
        if (known) {
            put(path, keys, layer);
        } else {
            add(path, keys, layer);
        }
    }

    /** Removes the recording of a file. */
    void remove(String path) {
        byRequest.replaceAll((request, candidates) -> without(path, candidates));
    }

    private static List<Candidate> without(String path, List<Candidate> candidates) {
        boolean there =
                candidates.stream().anyMatch(candidate -> candidate.path().equals(path));
        return there
                ? candidates.stream()
                        .filter(candidate -> !candidate.path().equals(path))
                        .toList()
                : candidates;
    }

    /** Returns the recordings that match a request, in no particular order. */
    List<Candidate> candidates(MatchKey key) {
        return byRequest.getOrDefault(key.normalized(), List.of());
    }

    /** Returns the test ids of all recordings in ASCII, including removed ones. */
    Set<String> testIds() {
        return Set.copyOf(testIds.keySet());
    }

    /** Returns the similarity index of the recorded requests. */
    SimilarityIndex sketches() {
        return sketches;
    }

    private @Nullable String interned(@Nullable String testId) {
        if (testId == null) {
            return null;
        }
        String known = testIds.putIfAbsent(testId, testId);
        return known == null ? testId : known;
    }

    private static List<Candidate> joined(List<Candidate> some, List<Candidate> more) {
        List<Candidate> all = new ArrayList<>(some.size() + more.size());
        all.addAll(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}

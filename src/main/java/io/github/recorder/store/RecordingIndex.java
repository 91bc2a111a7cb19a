package io.github.recorder.store;

import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.Digest;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.RequestHash;
import io.github.recorder.matching.TestId;
import io.github.recorder.matching.WireBody;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordingHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the recordings that match a request: a hash table from the request's digest to its candidates, so a lookup
 * takes the same time for any number of recordings. Holds digests, sketches, paths and test ids, but no request and no
 * response. Thread-safe.
 */
final class RecordingIndex {

    private final Map<Digest, List<Candidate>> byRequest = new ConcurrentHashMap<>();
    private final SimilarityIndex sketches = new SimilarityIndex();
    // A test makes many requests, so they share one string.
    private final Map<String, String> testIds = new ConcurrentHashMap<>();
    private final Function<RecordedRequest, List<WireRequest>> forms;

    RecordingIndex(Function<RecordedRequest, List<WireRequest>> forms) {
        this.forms = forms;
    }

    /**
     * Adds a recording.
     *
     * @return false if no HTTP request can match it
     */
    boolean add(String path, RecordingHead head) {
        List<WireRequest> requests = forms.apply(head.request());
        if (requests.isEmpty()) {
            return false;
        }
        sketches.add(requests.get(0), put(path, head, requests));
        return true;
    }

    /** Adds each form of a request for its recording; returns the recording as found by the first form. */
    private Candidate put(String path, RecordingHead head, List<WireRequest> requests) {
        Optional<String> hash = RequestHash.hash(head.testId(), head.request());
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean bearsHash = hash.isPresent() && RequestHash.bears(name, hash.get());
        String testId = interned(head.testId());
        boolean extraBody = hasExtraBody(head.request());
        Candidate first = null;
        for (WireRequest request : requests) {
            MatchKey key = MatchKey.of(request);
            Candidate candidate = new Candidate(path, testId, key.raw(), bearsHash, extraBody);
            byRequest.merge(
                    key.normalized(), List.of(candidate), (before, added) -> joined(without(path, before), added));
            first = first == null ? candidate : first;
        }
        return Objects.requireNonNull(first);
    }

    /** Replaces the recording that a file held before, if any. */
    void replace(String path, RecordingHead head) {
        List<WireRequest> requests = forms.apply(head.request());
        if (requests.isEmpty()) {
            return;
        }
        boolean known = candidates(MatchKey.of(requests.get(0))).stream()
                .anyMatch(candidate -> candidate.path().equals(path));
        if (known) {
            put(path, head, requests);
        } else {
            add(path, head);
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
        String ascii = TestId.ascii(testId);
        String known = testIds.putIfAbsent(ascii, ascii);
        return known == null ? ascii : known;
    }

    private static boolean hasExtraBody(RecordedRequest request) {
        return request instanceof RecordedRequest.Inference inference && WireBody.hasExtraBody(inference.body());
    }

    private static List<Candidate> joined(List<Candidate> some, List<Candidate> more) {
        List<Candidate> all = new ArrayList<>(some.size() + more.size());
        all.addAll(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}

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
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the recordings that match a request: a hash table from the request's digest to its candidates, so a lookup
 * costs the same for any number of recordings. Holds digests, sketches, paths and test ids, but no request and no
 * response. Thread-safe.
 */
final class RecordingIndex {

    private final Map<Digest, List<Candidate>> byRequest = new ConcurrentHashMap<>();
    private final SimilarityIndex sketches = new SimilarityIndex();
    // A test makes many calls, so they share one string.
    private final Map<String, String> testIds = new ConcurrentHashMap<>();
    private final Function<RecordedRequest, Optional<WireRequest>> wire;

    RecordingIndex(Function<RecordedRequest, Optional<WireRequest>> wire) {
        this.wire = wire;
    }

    /**
     * Adds a recording.
     *
     * @return false if no HTTP request can match it
     */
    boolean add(String path, RecordingHead head) {
        Optional<WireRequest> request = wire.apply(head.request());
        request.ifPresent(wanted -> {
            Candidate candidate = candidate(path, head, wanted);
            byRequest.merge(MatchKey.of(wanted).normalized(), List.of(candidate), RecordingIndex::joined);
            sketches.add(wanted, candidate);
        });
        return request.isPresent();
    }

    private Candidate candidate(String path, RecordingHead head, WireRequest request) {
        Optional<String> hash = RequestHash.hash(head.testId(), head.request());
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean bearsHash = hash.isPresent() && RequestHash.bears(name, hash.get());
        return new Candidate(
                path, interned(head.testId()), MatchKey.of(request).raw(), bearsHash, hasExtraBody(head.request()));
    }

    /** Puts a recording in place of the one that the file held before, if any. */
    void replace(String path, RecordingHead head) {
        Optional<WireRequest> request = wire.apply(head.request());
        Digest key = request.map(MatchKey::of).map(MatchKey::normalized).orElse(null);
        if (request.isEmpty() || key == null) {
            return;
        }
        List<Candidate> before = byRequest.getOrDefault(key, List.of());
        List<Candidate> others = without(path, before);
        if (others.size() == before.size()) {
            add(path, head);
            return;
        }
        Candidate now = candidate(path, head, request.get());
        byRequest.computeIfPresent(key, (digest, all) -> joined(without(path, all), List.of(now)));
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

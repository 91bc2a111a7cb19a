package io.github.recorder.store;

import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.Digest;
import io.github.recorder.matching.Identity;
import io.github.recorder.matching.MatchKey;
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
 * Which recordings answer a request: a hash table from the request's digest to its candidates, so that finding one costs the
 * same however many there are. Holds digests, sketches, paths and test ids, no request and no response. Safe for use by many threads.
 */
final class Index {

    private final Map<Digest, List<Candidate>> byRequest = new ConcurrentHashMap<>();
    private final Sketches sketches = new Sketches();
    // A test makes many calls: one string for all of them.
    private final Map<String, String> testIds = new ConcurrentHashMap<>();
    private final Function<RecordedRequest, Optional<WireRequest>> wire;

    Index(Function<RecordedRequest, Optional<WireRequest>> wire) {
        this.wire = wire;
    }

    /**
     * Adds a recording.
     *
     * @return false where nothing can ask for it over HTTP
     */
    boolean add(String path, RecordingHead head) {
        Optional<WireRequest> request = wire.apply(head.request());
        if (request.isEmpty()) {
            return false;
        }
        MatchKey key = MatchKey.of(request.get());
        Optional<String> hash = Identity.hash(head.testId(), head.request());
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean bearsHash = hash.isPresent() && Identity.bears(name, hash.get());
        Candidate candidate =
                new Candidate(path, interned(head.testId()), key.raw(), bearsHash, hasExtraBody(head.request()));
        byRequest.merge(key.normalized(), List.of(candidate), Index::joined);
        sketches.add(request.get(), candidate);
        return true;
    }

    /** Returns the recordings that a request may be answered from, in no particular order. */
    List<Candidate> candidates(MatchKey key) {
        return byRequest.getOrDefault(key.normalized(), List.of());
    }

    /** Returns what is known of the requests besides their digests. */
    Sketches sketches() {
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

package io.github.recorder.store;

import io.github.recorder.matching.Candidate;
import io.github.recorder.matching.EndpointSimilarity;
import io.github.recorder.matching.MinHashSketch;
import io.github.recorder.matching.TestId;
import io.github.recorder.matching.WireRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the recorded requests that are most similar to a request without reading all the files: keeps method, endpoint
 * and a sketch of each. Thread-safe.
 */
final class SimilarityIndex {

    /** The score bonus of a recording of the requesting test; {@link MinHashSketch#likeness} is at most 40. */
    private static final int OWN_TEST_SCORE = 12;

    private final Map<String, Group> groups = new ConcurrentHashMap<>();

    void add(String method, String endpoint, MinHashSketch sketch, Candidate candidate) {
        groups.computeIfAbsent(key(method, endpoint), key -> new Group(method, endpoint))
                .add(sketch, candidate);
    }

    /** Returns the recordings that are most similar to a request, best first. */
    List<Candidate> nearest(WireRequest request, @Nullable String testId, int most) {
        Best best = new Best(MinHashSketch.of(request), testId == null ? null : TestId.ascii(testId), most);
        Group own = groups.get(key(request.method(), request.endpoint()));
        if (own != null) {
            own.each(best, 0, false);
        } else {
            groups.values().forEach(group -> {
                if (group.method.equals(request.method())) {
                    boolean alike = EndpointSimilarity.alike(group.endpoint, request.endpoint());
                    if (alike || EndpointSimilarity.alikeWithEqualBodies(group.endpoint, request.endpoint())) {
                        group.each(best, EndpointSimilarity.difference(group.endpoint, request.endpoint()), !alike);
                    }
                }
            });
        }
        return best.ordered();
    }

    /** Returns the recorded endpoints, the most frequent first. */
    List<RecordedEndpoint> endpoints() {
        return groups.values().stream()
                .map(group -> new RecordedEndpoint(group.method, group.endpoint, group.size()))
                .sorted(Comparator.comparing(RecordedEndpoint::recordings)
                        .reversed()
                        .thenComparing(RecordedEndpoint::endpoint)
                        .thenComparing(RecordedEndpoint::method))
                .toList();
    }

    /** Returns every recording, in no particular order. */
    List<ListedRecording> listed() {
        List<ListedRecording> all = new ArrayList<>();
        groups.values().forEach(group -> group.list(all));
        return all;
    }

    /** Returns the key of a group. A method has no blank. */
    private static String key(String method, String endpoint) {
        return method + " " + endpoint;
    }

    /** Releases the spare capacity. */
    void trim() {
        groups.values().forEach(Group::trim);
    }

    private record Scored(int score, int difference, long words, Candidate candidate) {

        /**
         * The worst first. No two are equal because each has its own path. Among equal scores the sketch decides before
         * the path, which takes longer to load.
         */
        static final Comparator<Scored> WORST_FIRST = Comparator.comparingInt(Scored::score)
                .thenComparing(Scored::difference, Comparator.reverseOrder())
                .thenComparingLong(Scored::words)
                .thenComparing(scored -> scored.candidate().path(), Comparator.reverseOrder());
    }

    /** The recordings of one endpoint, as rows in arrays because there may be very many. */
    private static final class Group {

        private final String method;
        private final String endpoint;
        private int size;
        private long[] words = new long[4];
        private int[] longest = new int[4];
        private int[] second = new int[4];
        private int[] models = new int[4];
        /** The hash codes of the test ids. */
        private int[] tests = new int[4];

        private Candidate[] candidates = new Candidate[4];

        Group(String method, String endpoint) {
            this.method = method;
            this.endpoint = endpoint;
        }

        synchronized void add(MinHashSketch sketch, Candidate candidate) {
            if (size == candidates.length) {
                resize(size + (size >> 1) + 1);
            }
            words[size] = sketch.words();
            longest[size] = sketch.longest();
            second[size] = sketch.second();
            models[size] = sketch.model();
            tests[size] = Objects.hashCode(candidate.testId());
            candidates[size++] = candidate;
        }

        synchronized void trim() {
            resize(size);
        }

        private void resize(int room) {
            words = Arrays.copyOf(words, room);
            longest = Arrays.copyOf(longest, room);
            second = Arrays.copyOf(second, room);
            models = Arrays.copyOf(models, room);
            tests = Arrays.copyOf(tests, room);
            candidates = Arrays.copyOf(candidates, room);
        }

        synchronized int size() {
            return size;
        }

        synchronized void list(List<ListedRecording> all) {
            for (int i = 0; i < size; i++) {
                all.add(new ListedRecording(candidates[i].path(), candidates[i].testId(), method, endpoint));
            }
        }

        /**
         * Offers the recordings.
         *
         * @param difference how much the endpoint differs from that of the request
         * @param equalBodies whether only recordings with an equal sketch are offered
         */
        synchronized void each(Best best, int difference, boolean equalBodies) {
            for (int i = 0; i < size; i++) {
                int score = best.sketch.likeness(words[i], longest[i], second[i], models[i])
                        + (best.test != 0 && best.test == tests[i] ? OWN_TEST_SCORE : 0);
                if (best.mayTake(score, difference, words[i])
                        && (!equalBodies
                                || best.sketch.equals(new MinHashSketch(words[i], longest[i], second[i], models[i])))) {
                    best.offer(new Scored(score, difference, words[i], candidates[i]));
                }
            }
        }
    }

    /** The best so far, a bounded number. */
    private static final class Best {

        private final MinHashSketch sketch;
        private final int test;
        private final int most;
        private final PriorityQueue<Scored> kept = new PriorityQueue<>(Scored.WORST_FIRST);
        /** The score that a candidate must reach; lower than any score while there is space. */
        private int lowest = -1;

        private int lowestDifference = Integer.MAX_VALUE;
        private long lowestWords = Long.MIN_VALUE;

        Best(MinHashSketch sketch, @Nullable String testId, int most) {
            this.sketch = sketch;
            this.test = testId == null ? 0 : testId.hashCode();
            this.most = most;
        }

        boolean mayTake(int score, int difference, long words) {
            if (score != lowest) {
                return score > lowest;
            }
            return difference < lowestDifference || (difference == lowestDifference && words >= lowestWords);
        }

        void offer(Scored scored) {
            kept.add(scored);
            if (kept.size() > most) {
                kept.poll();
            }
            Scored worst = kept.peek();
            if (kept.size() == most && worst != null) {
                lowest = worst.score();
                lowestDifference = worst.difference();
                lowestWords = worst.words();
            }
        }

        List<Candidate> ordered() {
            List<Scored> all = new ArrayList<>(kept);
            all.sort(Scored.WORST_FIRST.reversed());
            return all.stream().map(Scored::candidate).toList();
        }
    }
}

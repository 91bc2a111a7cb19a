package io.github.recorder.matching;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the recordings of one request. The choice depends only on the arguments, not on their order. Pure,
 * thread-safe.
 */
public final class CandidateRanking {

    private CandidateRanking() {}

    /**
     * Returns the best candidate: a recording of the requesting test; else a shared one; else, as isolation allows, one
     * of its class; else one of another test. Within each group the order is: an identical raw request, the recordings
     * directory before the artifacts, a file named by the current hash, no {@code extra_body}, a file in the directory
     * of its test (for a shared one, of the requesting test), the path.
     *
     * @param candidates recordings whose normalized request is equal to the client's
     * @param testId the requesting test; null if unknown
     * @param raw the digest of the client's request before normalization
     */
    public static MatchResult choose(
            Collection<Candidate> candidates, @Nullable String testId, Digest raw, Isolation isolation) {
        if (candidates.isEmpty()) {
            return new MatchResult.None(MatchResult.Reason.NOTHING);
        }
        // Very many tests may have recorded the request, and usually only the best matters.
        Candidate best = Collections.min(candidates, order(testId, raw));
        RecordingOwner owner = relation(best, testId);
        boolean own = owner == RecordingOwner.OWN_TEST || owner == RecordingOwner.NO_TEST;
        boolean ofClass = owner == RecordingOwner.OWN_CLASS && isolation == Isolation.PREFER;
        if (own || ofClass || isolation == Isolation.SHARED) {
            return new MatchResult.One(best);
        }
        return isolation == Isolation.STRICT
                ? new MatchResult.None(MatchResult.Reason.ONLY_OTHER_TESTS)
                : new MatchResult.AllMustAgree(ordered(candidates, testId, raw));
    }

    /** Returns the recordings in the order in which {@link #choose} prefers them. */
    public static List<Candidate> ordered(Collection<Candidate> candidates, @Nullable String testId, Digest raw) {
        return candidates.stream().sorted(order(testId, raw)).toList();
    }

    private static Comparator<Candidate> order(@Nullable String testId, Digest raw) {
        String caller = testId == null ? null : TestId.ascii(testId);
        return (one, other) -> {
            for (Criterion criterion : Criterion.values()) {
                int compared = compare(criterion, one, other, caller, raw);
                if (compared != 0) {
                    return compared;
                }
            }
            return 0;
        };
    }

    /**
     * Returns the first criterion that ranks one recording above the other; the last criterion if only the path does.
     */
    public static Criterion decisive(Candidate one, Candidate other, @Nullable String testId, Digest raw) {
        String caller = testId == null ? null : TestId.ascii(testId);
        for (Criterion criterion : Criterion.values()) {
            if (compare(criterion, one, other, caller, raw) != 0) {
                return criterion;
            }
        }
        return Criterion.PATH;
    }

    /** The criteria for ranking recordings, the strongest first. */
    public enum Criterion {
        /** The owner: the requesting test, none, its class, or another test. */
        RELATION,
        /** Whether the raw requests are equal, not only the normalized ones. */
        TO_THE_LETTER,
        /** The layer: the recordings directory, then the artifacts in the order in which they are configured. */
        LAYER,
        /** Whether the file is named by the current hash. */
        HASH,
        /** Whether the request had no {@code extra_body}. */
        EXTRA_BODY,
        /** Whether the file is in the directory of its test. */
        DIRECTORY,
        /** The path, compared by its characters. */
        PATH
    }

    private static int compare(
            Criterion criterion, Candidate one, Candidate other, @Nullable String caller, Digest raw) {
        return switch (criterion) {
            case RELATION -> relation(one, caller).compareTo(relation(other, caller));
            case TO_THE_LETTER ->
                Boolean.compare(!one.raw().equals(raw), !other.raw().equals(raw));
            case LAYER -> Integer.compare(one.layer(), other.layer());
            case HASH -> Boolean.compare(!one.bearsHash(), !other.bearsHash());
            case EXTRA_BODY -> Boolean.compare(one.extraBody(), other.extraBody());
            case DIRECTORY -> Boolean.compare(!isInItsDirectory(one, caller), !isInItsDirectory(other, caller));
            case PATH -> one.path().compareTo(other.path());
        };
    }

    private static RecordingOwner relation(Candidate candidate, @Nullable String caller) {
        return RecordingOwner.of(candidate.testId(), caller);
    }

    private static boolean isInItsDirectory(Candidate candidate, @Nullable String caller) {
        String test = candidate.testId() == null ? caller : candidate.testId();
        return test != null && TestId.isInDirectoryOf(candidate.path(), test);
    }
}

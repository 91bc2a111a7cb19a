package io.github.recorder.matching;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the recordings of one request. The choice depends on nothing but the arguments, so it is the same whatever
 * order they come in. Pure, safe for use by many threads.
 */
public final class CandidateOrder {

    private CandidateOrder() {}

    /**
     * Returns what answers: a recording of the calling test; else one that belongs to no test; else, as isolation allows,
     * one of another test. Within each of these a recording comes first whose request is equal to the letter, then whose file
     * bears today's hash, then that was made without {@code extra_body}, then that lies in the directory of its test (of the calling test,
     * where it belongs to none), then by path.
     *
     * @param candidates recordings whose normalized request is that of the caller
     * @param testId the calling test; null where it is not known
     * @param raw the digest of the caller's request before normalization
     */
    public static Choice choose(
            Collection<Candidate> candidates, @Nullable String testId, Digest raw, Isolation isolation) {
        String caller = testId == null ? null : TestId.ascii(testId);
        List<Candidate> ordered = candidates.stream().sorted(order(caller, raw)).toList();
        if (ordered.isEmpty()) {
            return new Choice.None(Choice.Reason.NOTHING);
        }
        Candidate best = ordered.get(0);
        if (relation(best, caller) != Relation.OTHER_TEST || isolation == Isolation.SHARED) {
            return new Choice.One(best);
        }
        return isolation == Isolation.STRICT
                ? new Choice.None(Choice.Reason.ONLY_OTHER_TESTS)
                : new Choice.AllMustAgree(ordered);
    }

    private static Comparator<Candidate> order(@Nullable String caller, Digest raw) {
        return Comparator.comparing((Candidate candidate) -> relation(candidate, caller))
                .thenComparing(candidate -> !candidate.raw().equals(raw))
                .thenComparing(candidate -> !candidate.bearsHash())
                .thenComparing(Candidate::extraBody)
                .thenComparing(candidate -> !isInItsDirectory(candidate, caller))
                .thenComparing(Candidate::path);
    }

    private static Relation relation(Candidate candidate, @Nullable String caller) {
        return Relation.of(candidate.testId(), caller);
    }

    private static boolean isInItsDirectory(Candidate candidate, @Nullable String caller) {
        String test = candidate.testId() == null ? caller : candidate.testId();
        return test != null && TestId.isInDirectoryOf(candidate.path(), test);
    }
}

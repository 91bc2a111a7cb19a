package io.github.recorder.matching;

import java.util.List;

/** The recording that answers a request, or the reason that none does. */
public sealed interface MatchResult {

    /**
     * This one.
     *
     * @param candidate the best
     */
    record One(Candidate candidate) implements MatchResult {}

    /**
     * The first, provided that all hold the same response; otherwise none, because the choice would be arbitrary.
     *
     * @param candidates recordings of other tests, at least one, the best first
     */
    record AllMustAgree(List<Candidate> candidates) implements MatchResult {

        /** Keeps a copy of the list. */
        public AllMustAgree {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * None.
     *
     * @param reason why
     */
    record None(Reason reason) implements MatchResult {}

    /** Why no recording answers. */
    enum Reason {
        /** There is no recording of this request. */
        NOTHING,
        /** Only other tests recorded this request, and isolation is strict. */
        ONLY_OTHER_TESTS
    }
}

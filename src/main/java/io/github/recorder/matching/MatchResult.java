package io.github.recorder.matching;

import java.util.List;

/** The recording that matches a request, or the reason why none does. */
public sealed interface MatchResult {

    /**
     * One recording.
     *
     * @param candidate the best candidate
     */
    record One(Candidate candidate) implements MatchResult {}

    /**
     * The first recording, provided that all hold the same response; otherwise none, because the choice would be
     * arbitrary.
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
     * No recording.
     *
     * @param reason the reason
     */
    record None(Reason reason) implements MatchResult {}

    /** The reason why no recording matches. */
    enum Reason {
        /** There is no recording of this request. */
        NOTHING,
        /** Only other tests recorded this request, and isolation is strict. */
        ONLY_OTHER_TESTS
    }
}

package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.SeededTries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CandidateRankingTest {

    private static final Digest RAW = new Digest(1, 2);
    private static final Digest OTHER_RAW = new Digest(3, 4);
    private static final String OWN = "com.acme.ChatIT#a";
    private static final String OTHER = "com.acme.ChatIT#b";

    private static Candidate candidate(String path, @Nullable String testId) {
        return new Candidate(path, testId, RAW, true, false);
    }

    private static MatchResult choose(Isolation isolation, @Nullable String testId, Candidate... candidates) {
        return CandidateRanking.choose(List.of(candidates), testId, RAW, isolation);
    }

    @ParameterizedTest
    @EnumSource
    void theOwnTestComesFirstWhateverElseSpeaksForOthers(Isolation isolation) {
        Candidate own = new Candidate("z.json", OWN, OTHER_RAW, false, true);

        assertThat(choose(isolation, OWN, candidate("a.json", null), candidate("b.json", OTHER), own))
                .isEqualTo(new MatchResult.One(own));
    }

    @ParameterizedTest
    @EnumSource
    void thenOneThatBelongsToNoTest(Isolation isolation) {
        Candidate shared = new Candidate("z.json", null, OTHER_RAW, false, true);

        assertThat(choose(isolation, OWN, candidate("a.json", OTHER), shared)).isEqualTo(new MatchResult.One(shared));
        assertThat(choose(isolation, null, candidate("a.json", OTHER), shared)).isEqualTo(new MatchResult.One(shared));
    }

    @Test
    void thenThoseOfOtherTestsIfAllAgree() {
        Candidate first = candidate("z.json", OTHER);
        Candidate second = new Candidate("a.json", OTHER + "2", OTHER_RAW, true, false);

        assertThat(choose(Isolation.PREFER, OWN, second, first))
                .isEqualTo(new MatchResult.AllMustAgree(List.of(first, second)));
        assertThat(choose(Isolation.PREFER, null, second, first))
                .isEqualTo(new MatchResult.AllMustAgree(List.of(first, second)));
    }

    @Test
    void beforeTheseThatOfTheClass() {
        Candidate ofClass = candidate("z.json", "com.acme.ChatIT");
        Candidate other = candidate("a.json", "com.acme.OtherIT#b");
        Candidate shared = new Candidate("b.json", null, OTHER_RAW, false, true);

        assertThat(choose(Isolation.PREFER, OWN, other, ofClass)).isEqualTo(new MatchResult.One(ofClass));
        assertThat(choose(Isolation.PREFER, OWN, shared, ofClass)).isEqualTo(new MatchResult.One(shared));
        assertThat(choose(Isolation.PREFER, "com.acme.OtherIT#c", other, ofClass))
                .isInstanceOf(MatchResult.AllMustAgree.class);
        assertThat(choose(Isolation.STRICT, OWN, ofClass))
                .isEqualTo(new MatchResult.None(MatchResult.Reason.ONLY_OTHER_TESTS));
        assertThat(RecordingOwner.of("com.acme.ChatIT", "com.acme.ChatIT$Inner#asks"))
                .isEqualTo(RecordingOwner.OWN_CLASS);
        assertThat(RecordingOwner.of("com.acme.ChatIT#asks", "com.acme.ChatIT#asks[1]"))
                .isEqualTo(RecordingOwner.OTHER_TEST);
        assertThat(RecordingOwner.of("com.acme.Chat", "com.acme.ChatIT#asks")).isEqualTo(RecordingOwner.OTHER_TEST);
    }

    @Test
    void butNotUnderStrictIsolation() {
        assertThat(choose(Isolation.STRICT, OWN, candidate("a.json", OTHER)))
                .isEqualTo(new MatchResult.None(MatchResult.Reason.ONLY_OTHER_TESTS));
        assertThat(choose(Isolation.STRICT, null, candidate("a.json", OTHER)))
                .isEqualTo(new MatchResult.None(MatchResult.Reason.ONLY_OTHER_TESTS));
    }

    @Test
    void andWithoutFurtherQuestionWhereRecordingsAreShared() {
        Candidate first = candidate("a.json", OTHER);

        assertThat(choose(Isolation.SHARED, OWN, candidate("b.json", OTHER + "2"), first))
                .isEqualTo(new MatchResult.One(first));
    }

    @ParameterizedTest
    @EnumSource
    void thereMayBeNone(Isolation isolation) {
        assertThat(choose(isolation, OWN)).isEqualTo(new MatchResult.None(MatchResult.Reason.NOTHING));
    }

    @Test
    void amongThoseOfOneTestTheOrderIsRawThenHashThenNoExtraBodyThenDirectoryThenPath() {
        String there = "com.acme.ChatIT/";
        List<Candidate> ordered = List.of(
                new Candidate("z.json", OWN, RAW, false, true),
                new Candidate("y.json", OWN, OTHER_RAW, true, true),
                new Candidate("x.json", OWN, OTHER_RAW, false, false),
                new Candidate(there + "b.json", OWN, OTHER_RAW, false, true),
                new Candidate(there + "c.json", OWN, OTHER_RAW, false, true),
                new Candidate("a.json", OWN, OTHER_RAW, false, true));

        for (int i = 0; i < ordered.size(); i++) {
            assertThat(CandidateRanking.choose(ordered.subList(i, ordered.size()), OWN, RAW, Isolation.STRICT))
                    .isEqualTo(new MatchResult.One(ordered.get(i)));
        }
    }

    @Test
    void namesTheCriterionThatDecidedBetweenTwo() {
        String there = "com.acme.ChatIT/";
        Candidate best = new Candidate(there + "a.json", OWN, RAW, true, false);

        assertThat(decisive(best, new Candidate(there + "a.json", OTHER, RAW, true, false)))
                .isEqualTo(CandidateRanking.Criterion.RELATION);
        assertThat(decisive(best, new Candidate(there + "a.json", OWN, OTHER_RAW, true, false)))
                .isEqualTo(CandidateRanking.Criterion.TO_THE_LETTER);
        assertThat(decisive(best, new Candidate(there + "a.json", OWN, RAW, false, true)))
                .isEqualTo(CandidateRanking.Criterion.HASH);
        assertThat(decisive(best, new Candidate("z.json", OWN, RAW, true, true)))
                .isEqualTo(CandidateRanking.Criterion.EXTRA_BODY);
        assertThat(decisive(best, new Candidate("a.json", OWN, RAW, true, false)))
                .isEqualTo(CandidateRanking.Criterion.DIRECTORY);
        assertThat(decisive(best, new Candidate(there + "b.json", OWN, RAW, true, false)))
                .isEqualTo(CandidateRanking.Criterion.PATH);
    }

    private static CandidateRanking.Criterion decisive(Candidate one, Candidate other) {
        return CandidateRanking.decisive(one, other, OWN, RAW);
    }

    @Test
    void aSharedRecordingInTheCallersDirectoryIsPreferred() {
        Candidate near = candidate("com.acme.ChatIT/z.json", null);
        Candidate far = candidate("a.json", null);

        assertThat(choose(Isolation.PREFER, OWN, far, near)).isEqualTo(new MatchResult.One(near));
        assertThat(choose(Isolation.PREFER, null, far, near)).isEqualTo(new MatchResult.One(far));
    }

    @Test
    void idsAreComparedAsAHeaderCanCarryThem() {
        Candidate own = candidate("a.json", "com.acme.ChatIT#\u00e9");

        assertThat(choose(Isolation.STRICT, "com.acme.ChatIT#\\xe9", own)).isEqualTo(new MatchResult.One(own));
        assertThat(choose(Isolation.STRICT, "com.acme.ChatIT#\u00e9", own)).isEqualTo(new MatchResult.One(own));
    }

    @ParameterizedTest
    @EnumSource
    void theChoiceDoesNotDependOnTheOrderOfTheCandidates(Isolation isolation) {
        SeededTries.check(random -> checkOrder(random, isolation));
    }

    private static void checkOrder(Random random, Isolation isolation) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String owner = random.nextBoolean() ? null : random.nextBoolean() ? OWN : OTHER;
            candidates.add(new Candidate(
                    i + ".json",
                    owner,
                    random.nextBoolean() ? RAW : OTHER_RAW,
                    random.nextBoolean(),
                    random.nextBoolean()));
        }
        MatchResult before = CandidateRanking.choose(candidates, OWN, RAW, isolation);
        Collections.shuffle(candidates, random);

        assertThat(CandidateRanking.choose(candidates, OWN, RAW, isolation)).isEqualTo(before);
    }
}

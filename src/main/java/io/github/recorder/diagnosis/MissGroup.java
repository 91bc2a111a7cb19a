package io.github.recorder.diagnosis;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The misses with one cause.
 *
 * @param cause the cause
 * @param misses the misses, at least one
 */
public record MissGroup(MissCause cause, List<ExplainedMiss> misses) {

    private static final int MOST_TESTS = 5;

    /** Keeps a copy of the list. */
    public MissGroup {
        misses = List.copyOf(misses);
    }

    /** Returns the distinct ids of the tests. */
    public List<String> tests() {
        return misses.stream()
                .map(entry -> entry.miss().testId())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /**
     * Returns the command that records the responses to exactly these requests.
     *
     * @param selection how the build selects tests; null if no single property does
     */
    public String command(@Nullable TestSelection selection) {
        boolean allKnown = misses.stream().allMatch(entry -> entry.miss().testId() != null);
        return selection == null || !allKnown ? RecordCommand.TEXT : RecordCommand.of(selection, tests());
    }

    /**
     * Returns a sentence about the group: the cause once, the number of requests, and the tests.
     *
     * @param selection as for {@link #command}
     */
    public String sentence(@Nullable TestSelection selection) {
        List<String> tests = tests();
        return count(misses.size(), "request") + (tests.isEmpty() ? "" : " of " + count(tests.size(), "test"))
                + (misses.size() == 1 ? " matches" : " match") + " no recording because " + cause.phrase() + ". "
                + (tests.isEmpty() ? "" : "Tests: " + named(tests) + ". ")
                + advice(selection);
    }

    private String advice(@Nullable TestSelection selection) {
        return cause.kind() == MissCause.Kind.BROKEN
                ? "Fix the file, or restore it from version control."
                : "To record exactly these: " + command(selection);
    }

    private static String named(List<String> tests) {
        String named = String.join(", ", tests.subList(0, Math.min(MOST_TESTS, tests.size())));
        int more = tests.size() - MOST_TESTS;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    private static String count(int number, String noun) {
        return number + " " + (number == 1 ? noun : noun + "s");
    }
}

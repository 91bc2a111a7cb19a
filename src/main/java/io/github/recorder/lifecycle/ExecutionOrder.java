package io.github.recorder.lifecycle;

import java.util.List;

/**
 * The executions of Surefire and Failsafe relative to the goals {@code start} and {@code stop} of one run, each as
 * ledgers name it, for instance {@code surefire:test@default-test}.
 *
 * @param before those before {@code start}
 * @param between those between {@code start} and {@code stop}
 * @param after those after {@code stop}, up to the next {@code start}
 */
public record ExecutionOrder(List<String> before, List<String> between, List<String> after) {

    /** Keeps copies of the lists. */
    public ExecutionOrder {
        before = List.copyOf(before);
        between = List.copyOf(between);
        after = List.copyOf(after);
    }
}

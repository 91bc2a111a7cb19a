package io.github.recorder.check;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The verdicts that fail a check. */
public enum FailurePolicy {
    /** None. */
    NONE,
    /** A changed shape. */
    SHAPE,
    /** A changed shape or a changed response. */
    CHANGED,
    /** All but identical responses. */
    REWORDED;

    /** Returns the policy of a word in lower case; empty if there is none. */
    public static Optional<FailurePolicy> of(String word) {
        return Arrays.stream(values())
                .filter(policy -> policy.word().equals(word.strip()))
                .findFirst();
    }

    /** Returns the word of the policy in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether a verdict fails the check. A response that is missing says nothing, so it never does. */
    public boolean fails(CheckVerdict verdict) {
        return switch (verdict) {
            case IDENTICAL, NOT_ASKED -> false;
            case REWORDED -> this == REWORDED;
            case CHANGED -> this == REWORDED || this == CHANGED;
            case SHAPE_CHANGED -> this != NONE;
        };
    }
}

package io.github.recorder.ledger;

import java.util.Locale;

/**
 * The smallest part of the tests that the filters of a build may leave out. Jobs of a CI whose filters leave out parts
 * that the compiled tests name may prove something together.
 */
public enum FilterReach {
    /** Nothing is filtered. */
    NOTHING,
    /** Whole modules, executions or test classes. */
    CLASSES,
    /** Test methods, with all their invocations. */
    METHODS,
    /** Anything, for instance single invocations, or requests of a test that reads a property. */
    ANYTHING;

    /** Returns the word that ledgers use, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the one of two that may leave out the smaller parts. */
    public FilterReach and(FilterReach other) {
        return compareTo(other) < 0 ? other : this;
    }

    /**
     * Returns the reach of a selection of tests in the form of Surefire's parameter {@code test}, or of several.
     * Brackets may select invocations, and a dollar sign nested classes.
     */
    public static FilterReach ofSelection(String selection) {
        if (selection.indexOf('[') >= 0) {
            return ANYTHING;
        }
        return selection.indexOf('#') >= 0 || selection.indexOf('$') >= 0 ? METHODS : CLASSES;
    }
}

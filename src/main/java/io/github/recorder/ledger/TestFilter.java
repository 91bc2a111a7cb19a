package io.github.recorder.ledger;

import java.util.Locale;

/**
 * A setting of the build that keeps tests from running.
 *
 * @param name how the user wrote it, without the dashes, for instance {@code it.test}, {@code groups} or {@code pl}
 * @param value its value; may be empty
 * @param reach what it leaves out
 */
public record TestFilter(String name, String value, Scope reach) {

    /** What a filter leaves out, which decides whether several filtered runs can make a whole one. */
    public enum Scope {
        /** Whole test classes: runs that together ran every class make a whole run. */
        CLASSES,
        /** Single tests of a class, so that a class that ran may not have run whole. */
        TESTS,
        /** Whole modules of the reactor. */
        MODULES;

        /** Returns the word that ledgers use, in lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Tells whether it skips all tests of some executions, as {@code skipITs} does. */
    public boolean skips() {
        return isSkip(name);
    }

    /** Tells whether a property of this name, without the dashes, skips all tests of some executions. */
    public static boolean isSkip(String name) {
        return name.startsWith("skip") || name.startsWith("maven.test.skip") || name.endsWith(".skipTests");
    }

    /** Returns the filter as it is written on the command line. */
    public String written() {
        String option = reach == Scope.MODULES ? "-" + name : "-D" + name;
        if (value.isEmpty()) {
            return option;
        }
        return reach == Scope.MODULES ? option + " " + value : option + "=" + value;
    }
}

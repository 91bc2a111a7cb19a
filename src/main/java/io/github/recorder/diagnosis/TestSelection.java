package io.github.recorder.diagnosis;

/**
 * The options of a command that select tests.
 *
 * @param property the property that takes the tests, for instance {@code it.test}
 * @param others further options, which begin with a blank; empty if none are needed
 */
public record TestSelection(String property, String others) {

    /** Returns the options for a list of tests, as the property takes it. */
    String options(String tests) {
        return "-D" + property + "=" + tests + others;
    }
}

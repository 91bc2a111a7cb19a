package io.github.recorder.attribution;

import java.util.List;

/**
 * The tests and classes that run in a test JVM at one moment.
 *
 * @param tests the ids of the running tests, and of tests and classes whose configuration methods run
 * @param classes the running classes, the innermost last
 * @param sure whether the test JVM is known; false if it is assumed because there is only one
 */
public record ActiveTestSet(List<String> tests, List<String> classes, boolean sure) {

    static final ActiveTestSet NONE = new ActiveTestSet(List.of(), List.of(), false);
}

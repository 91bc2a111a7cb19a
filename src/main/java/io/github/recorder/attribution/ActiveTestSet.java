package io.github.recorder.attribution;

import java.util.List;

/**
 * What runs in a test JVM at one moment.
 *
 * @param tests the tests that have begun and not ended, by their ids
 * @param classes the classes that have begun and not ended, the innermost last
 * @param sure whether the test JVM is known; false if it is only the one that there is
 */
public record ActiveTestSet(List<String> tests, List<String> classes, boolean sure) {

    static final ActiveTestSet NONE = new ActiveTestSet(List.of(), List.of(), false);
}

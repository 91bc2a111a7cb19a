package io.github.recorder.prune;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Tests that were skipped, of which nobody knows what they ask for. Immutable. */
final class SkippedTests {

    private final Set<String> names;
    private final Set<String> classesWithSkippedTests = new HashSet<>();

    /**
     * Takes them.
     *
     * @param names ids of tests, of methods without an invocation, and of classes
     */
    SkippedTests(Collection<String> names) {
        this.names = new TreeSet<>(names);
        this.names.forEach(test -> classesWithSkippedTests.add(TestName.of(test).className()));
    }

    /** Returns their ids, sorted. */
    Set<String> names() {
        return names;
    }

    /** Tells whether a test, its method as a whole or its class was skipped. */
    boolean include(String test) {
        TestName name = TestName.of(test);
        return names.contains(test)
                || names.contains(name.withoutInvocation())
                || names.contains(name.className())
                || names.contains(name.topLevelClass())
                || (name.method() == null && classesWithSkippedTests.contains(test));
    }
}

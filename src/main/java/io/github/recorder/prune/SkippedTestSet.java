package io.github.recorder.prune;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Tests that were skipped, of which nobody knows what they ask for. Immutable. */
final class SkippedTestSet {

    private final Set<String> names;
    private final Set<String> classesWithSkippedTests = new HashSet<>();

    /**
     * Takes them.
     *
     * @param names ids of tests, of methods without an invocation, and of classes
     */
    SkippedTestSet(Collection<String> names) {
        this.names = new TreeSet<>(names);
        this.names.forEach(test -> classesWithSkippedTests.add(TestName.of(test).className()));
    }

    /** Returns their ids, sorted. */
    Set<String> names() {
        return names;
    }

    /** Tells whether a test was skipped, or what it is a part of: invocations that its own is one of, its method, its class, a class around it. */
    boolean include(String test) {
        TestName name = TestName.of(test);
        return (name.method() == null && classesWithSkippedTests.contains(test))
                || holdAnyOf(name.withoutInvocation() + name.invocation(), name.withoutInvocation(), '.', "]")
                || holdAnyOf(name.withoutInvocation(), name.className(), '#', "")
                || holdAnyOf(name.className(), name.topLevelClass(), '$', "");
    }

    /** Tells whether a name is skipped, or one that it goes on from, down to the shortest. */
    private boolean holdAnyOf(String longest, String shortest, char separator, String end) {
        String name = longest;
        while (name.length() > shortest.length()) {
            if (names.contains(name)) {
                return true;
            }
            int last = name.lastIndexOf(separator);
            name = last > shortest.length() ? name.substring(0, last) + end : shortest;
        }
        return names.contains(shortest);
    }
}

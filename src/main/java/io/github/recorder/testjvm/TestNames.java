package io.github.recorder.testjvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * The ids of tests of the JUnit Platform: {@code class#method}, with {@code [index]} for an invocation of a parameterized, repeated or dynamic test. They
 * come of classes, methods and unique ids, never of display names, which need not be unique.
 */
final class TestNames {

    /** A segment of a unique id that numbers an invocation: {@code [test-template-invocation:#2]}. */
    private static final Pattern INVOCATION = Pattern.compile("\\[[a-z-]+:#(\\d+)]");

    /** The segment of TestNG's engine that counts invocations from 0 on, which TestNG itself numbers from 1 on. */
    private static final Pattern TESTNG_INVOCATION = Pattern.compile("\\[invoc:(\\d+)]");

    private static final String VINTAGE = "[engine:junit-vintage]";

    private TestNames() {}

    /** Returns the id of a test or class of the JUnit Platform; null for anything else, such as an engine. */
    static String of(TestIdentifier test, TestPlan plan) {
        TestIdentifier named = test;
        while (named != null) {
            TestSource source = named.getSource().orElse(null);
            if (source instanceof MethodSource) {
                MethodSource method = (MethodSource) source;
                return method.getClassName() + "#" + method.getMethodName() + index(test, plan);
            }
            if (source instanceof ClassSource) {
                String name = ((ClassSource) source).getClassName();
                // A test that has no method of its own, such as a scenario of another engine, goes by its place in the
                // class.
                return test.isTest() ? name + "#" + last(test.getUniqueId()) : name;
            }
            Optional<TestIdentifier> parent = plan == null ? Optional.empty() : plan.getParent(named);
            named = test.isTest() ? parent.orElse(null) : null;
        }
        return null;
    }

    /** Tells whether JUnit 4 runs a test. */
    static boolean isVintage(TestIdentifier test) {
        return test.getUniqueId().startsWith(VINTAGE);
    }

    private static String index(TestIdentifier test, TestPlan plan) {
        if (isVintage(test)) {
            return vintageIndex(test, plan);
        }
        Matcher testNg = TESTNG_INVOCATION.matcher(test.getUniqueId());
        if (testNg.find()) {
            return "[" + (Integer.parseInt(testNg.group(1)) + 1) + "]";
        }
        Matcher invocation = INVOCATION.matcher(test.getUniqueId());
        StringBuilder index = new StringBuilder();
        while (invocation.find()) {
            index.append(index.length() == 0 ? "[" : ".").append(invocation.group(1));
        }
        return index.length() == 0 ? "" : index.append(']').toString();
    }

    /** A set of parameters is a container of its own, without a source. */
    private static String vintageIndex(TestIdentifier test, TestPlan plan) {
        TestIdentifier set = plan == null ? null : plan.getParent(test).orElse(null);
        TestIdentifier runner = set == null ? null : plan.getParent(set).orElse(null);
        if (runner == null || set.getSource().isPresent()) {
            return "";
        }
        List<String> names = new ArrayList<>();
        int place = 0;
        for (TestIdentifier sibling : plan.getChildren(runner)) {
            if (sibling.equals(set)) {
                place = names.size();
            }
            names.add(sibling.getDisplayName());
        }
        return "[" + JUnit4Classes.indexes(names).get(place) + "]";
    }

    private static String last(String uniqueId) {
        return uniqueId.substring(uniqueId.lastIndexOf('/') + 1)
                .replace("[", "")
                .replace("]", "");
    }
}

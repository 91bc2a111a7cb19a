package io.github.recorder.testjvm;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * The ids of tests of the JUnit Platform before ids were unique: {@code class#method[index]} of the nearest class or
 * method that the engine names. Older recordings still name them.
 */
final class FormerTestNames {

    /** A segment of a unique id that numbers an invocation: {@code [test-template-invocation:#2]}. */
    private static final Pattern INVOCATION = Pattern.compile("\\[[a-z-]+:#(\\d+)]");

    /** The segment of TestNG's engine that counts invocations from 0; TestNG itself counts from 1. */
    private static final Pattern TESTNG_INVOCATION = Pattern.compile("\\[invoc:(\\d+)]");

    private static final String VINTAGE = "[engine:junit-vintage]";

    private FormerTestNames() {}

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
                // A test without a method of its own, such as a scenario of another engine, is identified by its
                // position in the class.
                return test.isTest() ? name + "#" + last(test.getUniqueId()) : name;
            }
            Optional<TestIdentifier> parent = plan == null ? Optional.empty() : plan.getParent(named);
            named = test.isTest() ? parent.orElse(null) : null;
        }
        return null;
    }

    private static String index(TestIdentifier test, TestPlan plan) {
        if (test.getUniqueId().startsWith(VINTAGE)) {
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

    private static String vintageIndex(TestIdentifier test, TestPlan plan) {
        TestIdentifier set = plan == null ? null : plan.getParent(test).orElse(null);
        return set == null
                        || set.getSource().isPresent()
                        || !plan.getParent(set).isPresent()
                ? ""
                : "[" + TestNames.indexOfSet(set, plan) + "]";
    }

    private static String last(String uniqueId) {
        return uniqueId.substring(uniqueId.lastIndexOf('/') + 1)
                .replace("[", "")
                .replace("]", "");
    }
}

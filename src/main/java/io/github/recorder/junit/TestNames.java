package io.github.recorder.junit;

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

    /** The last segment of JUnit Vintage for a parameterized test: {@code [test:asks[1](com.acme.ChatTest)]}, encoded. */
    private static final Pattern VINTAGE_INDEX = Pattern.compile("\\[test:[^/]*?%5B([^/]*?)%5D[^/]*]$");

    private TestNames() {}

    /** Returns the id of a test or class of the JUnit Platform; null for anything else, such as an engine. */
    static String of(TestIdentifier test, TestPlan plan) {
        TestIdentifier named = test;
        while (named != null) {
            TestSource source = named.getSource().orElse(null);
            if (source instanceof MethodSource) {
                MethodSource method = (MethodSource) source;
                return method.getClassName() + "#" + method.getMethodName() + index(test.getUniqueId());
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

    private static String index(String uniqueId) {
        Matcher invocation = INVOCATION.matcher(uniqueId);
        StringBuilder index = new StringBuilder();
        while (invocation.find()) {
            index.append(index.length() == 0 ? "[" : ".").append(invocation.group(1));
        }
        if (index.length() == 0) {
            Matcher vintage = VINTAGE_INDEX.matcher(uniqueId);
            return vintage.find() ? "[" + vintage.group(1) + "]" : "";
        }
        return index.append(']').toString();
    }

    private static String last(String uniqueId) {
        return uniqueId.substring(uniqueId.lastIndexOf('/') + 1)
                .replace("[", "")
                .replace("]", "");
    }
}

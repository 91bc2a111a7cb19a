package io.github.recorder.testjvm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Reports the running tests of the JUnit Platform to the plugin, and configures clients before the first test on a
 * platform that is too old for {@link JUnitSessionListener}. The two are separate classes because Failsafe 2.22 fails
 * on a class that is both.
 */
public final class JUnitPlatformListener implements TestExecutionListener {

    private static final String TESTNG = "[engine:testng]";

    /** The last segment of the unique id of an invocation of TestNG, which the platform numbers from 0 on. */
    private static final Pattern INVOCATION = Pattern.compile("\\[invoc:\\d+]$");

    private static final Pattern LAST_NUMBER = Pattern.compile("\\d+]$");

    private final Map<String, ReportedNames> running = new ConcurrentHashMap<>();
    private volatile TestPlan plan;

    /** Called by the service loader. */
    public JUnitPlatformListener() {
        TestJvmBootstrap.apply();
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        PluginConnection.platformRuns();
        plan = started;
    }

    @Override
    public void executionStarted(TestIdentifier node) {
        if (node.isTest() && node.getUniqueId().contains(TESTNG) && PostponedStart.isExpected()) {
            Matcher invocation = INVOCATION.matcher(node.getUniqueId());
            if (invocation.find()) {
                String parent = node.getUniqueId().substring(0, invocation.start());
                PostponedStart.set(number -> start(node, numbered(node, parent, number)));
                return;
            }
            PostponedStart.set(number -> {});
        }
        ReportedNames test = mayBeTestOrClass(node) ? reported(node) : null;
        // For a context, which is not a test, Kotest reports only its class.
        if (test != null && test.isClass() == node.isContainer()) {
            if (node.isTest() && TestNames.isVintage(node)) {
                JUnit4Classes.initialize(
                        test.className(), Thread.currentThread().getContextClassLoader());
            }
            start(node, test);
        }
    }

    private void start(TestIdentifier node, ReportedNames test) {
        running.put(node.getUniqueId(), test);
        PluginConnection.started(test);
    }

    @Override
    public void executionFinished(TestIdentifier node, TestExecutionResult result) {
        ReportedNames test = running.remove(node.getUniqueId());
        // For a node that contains several tests only its own failure counts, because then it may have no tests at all.
        if (test == null && result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            test = reported(node);
        }
        if (test != null) {
            PluginConnection.finished(status(result.getStatus()), test);
        }
    }

    @Override
    public void executionSkipped(TestIdentifier node, String reason) {
        ReportedNames test = reported(node);
        if (test != null) {
            PluginConnection.finished(PluginConnection.SKIPPED, test);
        }
    }

    /** Returns whether a node may be a class, or is a test that does not contain others, as a feature of Spock may. */
    private static boolean mayBeTestOrClass(TestIdentifier node) {
        return node.isContainer() ? node.getSource().orElse(null) instanceof ClassSource : node.isTest();
    }

    /** Returns a test or class, or a part of a class that contains tests; null for anything else, such as an engine. */
    private ReportedNames reported(TestIdentifier node) {
        String name = TestNames.of(node, plan);
        return name == null ? null : ReportedNames.of(name, node.getUniqueId(), FormerTestNames.of(node, plan));
    }

    /** Returns an invocation of TestNG by another number than the platform gives it. */
    private ReportedNames numbered(TestIdentifier node, String parent, String number) {
        String fromZero = number.indexOf('.') < 0 ? Integer.toString(Integer.parseInt(number) - 1) : number;
        return ReportedNames.of(
                LAST_NUMBER.matcher(TestNames.of(node, plan)).replaceFirst(number + "]"),
                parent + "[invoc:" + fromZero + "]",
                LAST_NUMBER.matcher(FormerTestNames.of(node, plan)).replaceFirst(number + "]"));
    }

    private static String status(TestExecutionResult.Status status) {
        // Not a switch: it would compile to an additional class, which the jar would have to include.
        if (status == TestExecutionResult.Status.SUCCESSFUL) {
            return PluginConnection.PASSED;
        }
        return status == TestExecutionResult.Status.ABORTED ? PluginConnection.ABORTED : PluginConnection.FAILED;
    }
}

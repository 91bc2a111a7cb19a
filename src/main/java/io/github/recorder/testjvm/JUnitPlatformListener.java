package io.github.recorder.testjvm;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Tells the plugin which test runs on the JUnit Platform; and sets what clients need before the first test, on a platform that is
 * too old for {@link JUnitSessionListener}. A class of its own, because Failsafe 2.22 dies of one that is both.
 */
public final class JUnitPlatformListener implements TestExecutionListener {

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
    public void executionStarted(TestIdentifier test) {
        if (test.isTest() || isClass(test)) {
            String name = TestNames.of(test, plan);
            if (name != null) {
                if (test.isTest() && TestNames.isVintage(test)) {
                    JUnit4Classes.initialize(
                            name.substring(0, name.indexOf('#')),
                            Thread.currentThread().getContextClassLoader());
                }
                PluginConnection.started(name, test.getUniqueId());
            }
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        // Of a method that stands for several tests only its own failure counts: then there may be no tests at all.
        if (test.isTest() || isClass(test) || !passed) {
            String name = TestNames.of(test, plan);
            if (name != null) {
                PluginConnection.finished(status(result.getStatus()), name, test.getUniqueId());
            }
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        String name = TestNames.of(test, plan);
        if (name != null) {
            PluginConnection.finished(PluginConnection.SKIPPED, name, test.getUniqueId());
        }
    }

    private static boolean isClass(TestIdentifier test) {
        return test.getSource().orElse(null) instanceof ClassSource;
    }

    private static String status(TestExecutionResult.Status status) {
        // No switch: it would make a class of its own, which the jar would have to hold.
        if (status == TestExecutionResult.Status.SUCCESSFUL) {
            return PluginConnection.PASSED;
        }
        return status == TestExecutionResult.Status.ABORTED ? PluginConnection.ABORTED : PluginConnection.FAILED;
    }
}

package io.github.recorder.junit;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Tells the plugin which test runs on the JUnit Platform; and sets what clients need before the first test, on a platform that is
 * too old for {@link SessionListener}. A class of its own, because Failsafe 2.22 dies of one that is both.
 */
public final class PlanListener implements TestExecutionListener {

    private volatile TestPlan plan;

    /** Called by the service loader. */
    public PlanListener() {
        Settings.apply();
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        Events.platformRuns();
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
                Events.started(name);
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
                Events.finished(status(result.getStatus()), name);
            }
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        String name = TestNames.of(test, plan);
        if (name != null) {
            Events.finished(Events.SKIPPED, name);
        }
    }

    private static boolean isClass(TestIdentifier test) {
        return test.getSource().orElse(null) instanceof ClassSource;
    }

    private static String status(TestExecutionResult.Status status) {
        // No switch: it would make a class of its own, which the jar would have to hold.
        if (status == TestExecutionResult.Status.SUCCESSFUL) {
            return Events.PASSED;
        }
        return status == TestExecutionResult.Status.ABORTED ? Events.ABORTED : Events.FAILED;
    }
}

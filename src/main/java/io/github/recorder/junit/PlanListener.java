package io.github.recorder.junit;

import org.junit.platform.launcher.TestExecutionListener;

/**
 * Sets what clients need before the first test, on a JUnit Platform that is too old for {@link SessionListener}. A class of
 * its own, because Failsafe 2.22 dies of one that is both.
 */
public final class PlanListener implements TestExecutionListener {

    /** Called by the service loader. */
    public PlanListener() {
        Settings.apply();
    }
}

package io.github.recorder.junit;

import org.testng.IExecutionListener;

/** Sets what clients need where TestNG runs without the JUnit Platform. */
public final class TestNgListener implements IExecutionListener {

    /** Called by the service loader. */
    public TestNgListener() {
        Settings.apply();
    }
}

package io.github.recorder.testjvm;

import org.junit.platform.launcher.LauncherSessionListener;

/** Configures clients before the JUnit Platform discovers tests, and so before any test class is initialized. */
public final class JUnitSessionListener implements LauncherSessionListener {

    /** Called by the service loader. */
    public JUnitSessionListener() {
        TestJvmBootstrap.apply();
    }
}

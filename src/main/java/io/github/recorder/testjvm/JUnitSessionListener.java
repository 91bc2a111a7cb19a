package io.github.recorder.testjvm;

import org.junit.platform.launcher.LauncherSessionListener;

/** Sets what clients need before the JUnit Platform looks for tests, so before any class of theirs is initialized. */
public final class JUnitSessionListener implements LauncherSessionListener {

    /** Called by the service loader. */
    public JUnitSessionListener() {
        TestJvmBootstrap.apply();
    }
}

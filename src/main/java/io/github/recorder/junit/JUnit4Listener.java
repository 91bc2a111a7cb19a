package io.github.recorder.junit;

import org.junit.runner.notification.RunListener;

/** Sets what clients need where JUnit 4 runs without the JUnit Platform; named in the {@code listener} property of Surefire. */
public final class JUnit4Listener extends RunListener {

    /** Called by Surefire. */
    public JUnit4Listener() {
        Settings.apply();
    }
}

package it;

import org.junit.runner.Description;
import org.junit.runner.notification.RunListener;

/** The project's own listener, which must be kept. */
public class OwnListener extends RunListener {

    @Override
    public void testRunStarted(Description description) {
        System.setProperty("own.listener", "called");
    }
}

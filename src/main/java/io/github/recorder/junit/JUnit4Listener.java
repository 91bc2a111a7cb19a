package io.github.recorder.junit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.runner.Description;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/**
 * Sets what clients need, and tells the plugin which test runs, where JUnit 4 runs without the JUnit Platform; named in the
 * {@code listener} property of Surefire.
 */
public final class JUnit4Listener extends RunListener {

    private final Map<String, String> statuses = new ConcurrentHashMap<>();

    /** Called by Surefire. */
    public JUnit4Listener() {
        Settings.apply();
    }

    @Override
    public void testStarted(Description test) {
        String name = name(test);
        if (name != null) {
            statuses.put(name, Events.PASSED);
            Events.started(name);
        }
    }

    @Override
    public void testFinished(Description test) {
        String name = name(test);
        if (name != null) {
            String status = statuses.remove(name);
            Events.finished(status == null ? Events.PASSED : status, name);
        }
    }

    @Override
    public void testFailure(Failure failure) {
        failed(failure, Events.FAILED);
    }

    @Override
    public void testAssumptionFailure(Failure failure) {
        failed(failure, Events.ABORTED);
    }

    private void failed(Failure failure, String status) {
        String name = name(failure.getDescription());
        if (name != null && statuses.replace(name, status) == null) {
            // A class whose set-up failed begins no test.
            Events.finished(status, name);
        }
    }

    @Override
    public void testIgnored(Description test) {
        String name = name(test);
        if (name != null) {
            Events.finished(Events.SKIPPED, name);
        }
    }

    /** Returns the id of a test or class; null for anything else, and where the JUnit Platform tells of the tests. */
    private static String name(Description test) {
        String name = test.getClassName();
        if (Events.isPlatform() || name == null || name.equals("null")) {
            return null;
        }
        String method = test.getMethodName();
        // A parameterized test is asks[1], which is the form of an id already.
        return method == null ? name : name + "#" + method;
    }
}

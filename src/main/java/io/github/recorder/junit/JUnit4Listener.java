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
    private final JUnit4Names names = new JUnit4Names();

    /** Called by Surefire. */
    public JUnit4Listener() {
        Settings.apply();
    }

    @Override
    public void testSuiteStarted(Description suite) {
        if (suite.getTestClass() != null) {
            names.add(suite);
            testStarted(suite);
        }
    }

    @Override
    public void testSuiteFinished(Description suite) {
        if (suite.getTestClass() != null) {
            testFinished(suite);
        }
    }

    @Override
    public void testStarted(Description test) {
        names.begins(test);
        String name = name(test);
        if (name != null) {
            if (test.isTest() && statuses.containsKey(test.getClassName())) {
                JUnit4Classes.initialize(
                        test.getClassName(), test.getTestClass().getClassLoader());
            }
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
        names.begins(test);
        String name = name(test);
        if (name != null) {
            Events.finished(Events.SKIPPED, name);
        }
    }

    /** Returns the id of a test or class; null for anything else, and where the JUnit Platform tells of the tests. */
    private String name(Description test) {
        return Events.isPlatform() ? null : names.of(test);
    }
}

package io.github.recorder.testjvm;

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
        TestJvmBootstrap.apply();
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
            statuses.put(name, PluginConnection.PASSED);
            PluginConnection.started(name, name);
        }
    }

    @Override
    public void testFinished(Description test) {
        String name = name(test);
        if (name != null) {
            String status = statuses.remove(name);
            PluginConnection.finished(status == null ? PluginConnection.PASSED : status, name, name);
        }
    }

    @Override
    public void testFailure(Failure failure) {
        failed(failure, PluginConnection.FAILED);
    }

    @Override
    public void testAssumptionFailure(Failure failure) {
        failed(failure, PluginConnection.ABORTED);
    }

    private void failed(Failure failure, String status) {
        String name = name(failure.getDescription());
        if (name != null && statuses.replace(name, status) == null) {
            // A class whose set-up failed begins no test.
            PluginConnection.finished(status, name, name);
        }
    }

    @Override
    public void testIgnored(Description test) {
        names.begins(test);
        String name = name(test);
        if (name != null) {
            PluginConnection.finished(PluginConnection.SKIPPED, name, name);
        }
    }

    /** Returns the id of a test or class; null for anything else, and where the JUnit Platform tells of the tests. */
    private String name(Description test) {
        return PluginConnection.isPlatform() ? null : names.of(test);
    }
}

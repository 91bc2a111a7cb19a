package io.github.recorder.testjvm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.runner.Description;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/**
 * Configures clients, and reports the running tests to the plugin, if JUnit 4 runs without the JUnit Platform.
 * Surefire's {@code listener} property names this class.
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
            names.remove(suite);
        }
    }

    @Override
    public void testStarted(Description test) {
        names.begins(test);
        ReportedNames reported = reported(test);
        if (reported != null) {
            if (test.isTest() && statuses.containsKey(names.classOf(test))) {
                JUnit4Classes.initialize(
                        test.getClassName(), test.getTestClass().getClassLoader());
            }
            statuses.put(reported.id, PluginConnection.PASSED);
            PluginConnection.started(reported);
        }
    }

    @Override
    public void testFinished(Description test) {
        ReportedNames reported = reported(test);
        if (reported != null) {
            String status = statuses.remove(reported.id);
            PluginConnection.finished(status == null ? PluginConnection.PASSED : status, reported);
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
        ReportedNames reported = reported(failure.getDescription());
        if (reported != null && statuses.replace(reported.id, status) == null) {
            // A class whose set-up failed starts no test.
            PluginConnection.finished(status, reported);
        }
    }

    @Override
    public void testIgnored(Description test) {
        names.begins(test);
        ReportedNames reported = reported(test);
        if (reported != null) {
            PluginConnection.finished(PluginConnection.SKIPPED, reported);
        }
    }

    /** Returns a test or class; null for anything else, and if the JUnit Platform reports the tests. */
    private ReportedNames reported(Description test) {
        return PluginConnection.isPlatform() ? null : names.of(test);
    }
}

package io.github.recorder.testjvm;

import org.testng.IExecutionListener;
import org.testng.IInvokedMethod;
import org.testng.IInvokedMethodListener;
import org.testng.ITestContext;
import org.testng.ITestListener;
import org.testng.ITestNGMethod;
import org.testng.ITestResult;

/** Sets what clients need, and tells the plugin which test runs, where TestNG runs without the JUnit Platform. */
public final class TestNgListener implements IExecutionListener, ITestListener, IInvokedMethodListener {

    private static final String STARTED = TestNgListener.class.getName();

    /** Called by the service loader. */
    public TestNgListener() {
        TestJvmBootstrap.apply();
    }

    @Override
    public void onExecutionStart() {
        // The settings are there already; TestNG 6 knows no default methods.
    }

    @Override
    public void onExecutionFinish() {
        // The connection ends with the JVM.
    }

    @Override
    public void onStart(ITestContext context) {
        // A context is a part of a suite, not a class.
    }

    @Override
    public void onFinish(ITestContext context) {
        // Disabled ones, which no other event tells of, not even on the JUnit Platform.
        for (ITestNGMethod left : context.getExcludedMethods()) {
            String name = className(left) + "#" + left.getMethodName();
            PluginConnection.finished(PluginConnection.SKIPPED, name, name);
        }
    }

    @Override
    public void onTestStart(ITestResult test) {
        if (!PluginConnection.isPlatform()) {
            // Kept, because the count of invocations goes on meanwhile.
            String name = name(test);
            test.setAttribute(STARTED, name);
            PluginConnection.started(name, name);
        }
    }

    @Override
    public void onTestSuccess(ITestResult test) {
        finished(PluginConnection.PASSED, test);
    }

    @Override
    public void onTestFailure(ITestResult test) {
        finished(PluginConnection.FAILED, test);
    }

    @Override
    public void onTestSkipped(ITestResult test) {
        finished(PluginConnection.SKIPPED, test);
    }

    @Override
    public void onTestFailedButWithinSuccessPercentage(ITestResult test) {
        finished(PluginConnection.FAILED, test);
    }

    @Override
    public void beforeInvocation(IInvokedMethod method, ITestResult result) {
        // Before a class come its own methods, and TestNG tells of the class only in later versions.
        if (method.isConfigurationMethod() && !PluginConnection.isPlatform()) {
            String name = className(method.getTestMethod());
            PluginConnection.started(name, name);
        }
    }

    @Override
    public void afterInvocation(IInvokedMethod method, ITestResult result) {
        if (method.isConfigurationMethod() && !PluginConnection.isPlatform()) {
            String name = className(method.getTestMethod());
            PluginConnection.finished(
                    result.isSuccess() ? PluginConnection.PASSED : PluginConnection.FAILED, name, name);
        }
    }

    private static void finished(String status, ITestResult test) {
        if (!PluginConnection.isPlatform()) {
            Object started = test.getAttribute(STARTED);
            String name = started == null ? name(test) : started.toString();
            PluginConnection.finished(status, name, name);
        }
    }

    /** Returns the class that runs; where TestNG has not said yet which that is, the one that declares the method. */
    private static String className(ITestNGMethod method) {
        return method.getTestClass() == null
                ? method.getRealClass().getName()
                : method.getTestClass().getName();
    }

    private static String name(ITestResult test) {
        Object[] parameters = test.getParameters();
        boolean several =
                parameters != null && parameters.length > 0 || test.getMethod().getInvocationCount() > 1;
        String index = several ? "[" + (test.getMethod().getCurrentInvocationCount() + 1) + "]" : "";
        return test.getTestClass().getName() + "#" + test.getMethod().getMethodName() + index;
    }
}

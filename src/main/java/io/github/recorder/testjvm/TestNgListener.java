package io.github.recorder.testjvm;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Set;
import org.testng.IExecutionListener;
import org.testng.IInvokedMethod;
import org.testng.IInvokedMethodListener;
import org.testng.ITestContext;
import org.testng.ITestListener;
import org.testng.ITestNGMethod;
import org.testng.ITestResult;

/** Configures clients, and reports the running tests to the plugin, if TestNG runs without the JUnit Platform. */
public final class TestNgListener implements IExecutionListener, ITestListener, IInvokedMethodListener {

    private static final String STARTED = TestNgListener.class.getName();
    private static final String DRY_RUN = "testng.mode.dryrun";

    /** Called by the service loader. */
    public TestNgListener() {
        TestJvmBootstrap.apply();
    }

    @Override
    public void onExecutionStart() {
        // The settings are already applied; TestNG 6 has no default methods.
    }

    @Override
    public void onExecutionFinish() {
        // The connection ends with the JVM.
    }

    @Override
    public void onStart(ITestContext context) {
        // A context is a part of a suite, not a class.
        TestNgInvocation.begin(context);
        PostponedStart.expect();
    }

    @Override
    public void onFinish(ITestContext context) {
        // Disabled tests, which no other event reports, not even on the JUnit Platform.
        for (ITestNGMethod left : context.getExcludedMethods()) {
            String name = left.getMethodName();
            PluginConnection.finished(PluginConnection.SKIPPED, reported(left, context, name + parameters(left), name));
        }
    }

    @Override
    public void onTestStart(ITestResult test) {
        if (Boolean.getBoolean(DRY_RUN)) {
            return;
        }
        String invocation = TestNgInvocation.next(test);
        if (PluginConnection.isPlatform()) {
            PostponedStart.run(invocation.isEmpty() ? "1" : invocation);
        } else {
            // Kept, because the invocation count changes meanwhile.
            ReportedNames reported = reported(test, invocation);
            test.setAttribute(STARTED, reported);
            PluginConnection.started(reported);
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
        // A class's own configuration methods run before its tests, and only later versions of TestNG report the class.
        if (method.isConfigurationMethod() && !isSilent()) {
            PluginConnection.started(reportedClass(method, result));
        }
    }

    @Override
    public void afterInvocation(IInvokedMethod method, ITestResult result) {
        if (method.isConfigurationMethod() && !isSilent()) {
            PluginConnection.finished(
                    result.isSuccess() ? PluginConnection.PASSED : PluginConnection.FAILED,
                    reportedClass(method, result));
        }
    }

    /**
     * Whether the JUnit Platform reports the tests, or none runs: in a dry run, by which the platform finds tests,
     * TestNG says of each test that it passed.
     */
    private static boolean isSilent() {
        return PluginConnection.isPlatform() || Boolean.getBoolean(DRY_RUN);
    }

    private static void finished(String status, ITestResult test) {
        if (!isSilent()) {
            Object started = test.getAttribute(STARTED);
            PluginConnection.finished(
                    status,
                    started instanceof ReportedNames
                            ? (ReportedNames) started
                            : reported(test, TestNgInvocation.next(test)));
        }
        TestNgInvocation.finished(test);
    }

    /** Returns the running class, or the one that declares the method if TestNG has not named the class yet. */
    private static String className(ITestNGMethod method) {
        return method.getTestClass() == null
                ? method.getRealClass().getName()
                : method.getTestClass().getName();
    }

    private static ReportedNames reported(ITestResult test, String invocation) {
        ITestNGMethod method = test.getMethod();
        String instance = TestNgInvocation.instance(test);
        String both = instance + (instance.isEmpty() || invocation.isEmpty() ? "" : ".") + invocation;
        return reported(
                method,
                test.getTestContext(),
                method.getMethodName() + parameters(method) + inBrackets(both),
                method.getMethodName() + inBrackets(invocation));
    }

    private static String inBrackets(String index) {
        return index.isEmpty() ? "" : "[" + index + "]";
    }

    /** Returns the test of a method. The former id does not include the suite. */
    private static ReportedNames reported(ITestNGMethod method, ITestContext context, String name, String formerly) {
        String className = className(method);
        return ReportedNames.of(suite(className, context) + className + "#" + name, className + "#" + formerly);
    }

    private static ReportedNames reportedClass(IInvokedMethod method, ITestResult result) {
        String className = className(method.getTestMethod());
        return ReportedNames.of(suite(className, result.getTestContext()) + className, className);
    }

    /** Returns a text that distinguishes a class in different parts of the suite; empty if it is in one part only. */
    private static String suite(String className, ITestContext context) {
        if (context == null || context.getSuite().getXmlSuite().getTests().size() < 2) {
            return "";
        }
        Set<String> parts = new HashSet<>();
        for (ITestNGMethod each : context.getSuite().getAllMethods()) {
            if (className(each).equals(className)) {
                parts.add(each.getXmlTest().getName());
            }
        }
        return parts.size() > 1 ? context.getName() + "/" : "";
    }

    private static String parameters(ITestNGMethod method) {
        Method java = method.getConstructorOrMethod().getMethod();
        return java == null
                ? ""
                : OverloadedMethods.parameters(className(method), java.getName(), OverloadedMethods.types(java));
    }
}

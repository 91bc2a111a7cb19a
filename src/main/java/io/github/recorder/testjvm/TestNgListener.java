package io.github.recorder.testjvm;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.testng.IConfigurationListener;
import org.testng.IExecutionListener;
import org.testng.IInvokedMethod;
import org.testng.IInvokedMethodListener;
import org.testng.ITestContext;
import org.testng.ITestListener;
import org.testng.ITestNGMethod;
import org.testng.ITestResult;
import org.testng.SkipException;

/**
 * Configures clients, and reports the running configuration methods to the plugin; and the running tests, if TestNG
 * runs without the JUnit Platform.
 */
public final class TestNgListener
        implements IExecutionListener, ITestListener, IInvokedMethodListener, IConfigurationListener {

    private static final String STARTED = TestNgListener.class.getName();
    private static final String PREPARED = STARTED + ".prepared";
    private static final String DRY_RUN = "testng.mode.dryrun";

    /** The last test that a thread began. Its configuration methods follow it on this thread. */
    private final ThreadLocal<ReportedNames> last = new ThreadLocal<>();

    /** The worst result of the configuration methods of each class so far, by the id of the class. */
    private final Map<String, String> classResults = new ConcurrentHashMap<>();

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
        // Kept, because the invocation count changes meanwhile.
        ReportedNames reported = reported(test.getMethod(), test.getTestContext(), invocation);
        last.set(reported);
        if (PluginConnection.isPlatform()) {
            PostponedStart.run(invocation.isEmpty() ? "1" : invocation);
        } else {
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
    public void onConfigurationSuccess(ITestResult configuration) {
        // As below; TestNG 6 has no default methods.
    }

    @Override
    public void onConfigurationFailure(ITestResult configuration) {
        // As below.
    }

    @Override
    public void onConfigurationSkip(ITestResult configuration) {
        // The end of its invocation is reported.
    }

    /** Called before {@link #beforeInvocation} since TestNG 7.1, with the test that the configuration is for. */
    @Override
    public void beforeConfiguration(ITestResult configuration, ITestNGMethod test) {
        ITestNGMethod method = configuration.getMethod();
        if (test != null && method.isBeforeMethodConfiguration()) {
            String invocation = TestNgInvocation.upcoming(test, configuration.getTestContext());
            if (invocation != null) {
                configuration.setAttribute(PREPARED, reported(test, configuration.getTestContext(), invocation));
            }
        } else if (test != null && method.isAfterMethodConfiguration()) {
            configuration.setAttribute(STARTED, last.get());
        }
    }

    @Override
    public void beforeInvocation(IInvokedMethod method, ITestResult result) {
        if (method.isConfigurationMethod() && !Boolean.getBoolean(DRY_RUN)) {
            Object prepared = result.getAttribute(PREPARED);
            if (prepared instanceof ReportedNames) {
                PluginConnection.preparing((ReportedNames) prepared);
            } else {
                PluginConnection.configuring(configured(method, result));
            }
        }
    }

    @Override
    public void afterInvocation(IInvokedMethod method, ITestResult result) {
        if (method.isConfigurationMethod() && !Boolean.getBoolean(DRY_RUN)) {
            ReportedNames configured = configured(method, result);
            String status = status(result);
            PluginConnection.configured(
                    configured.isClass() ? classResults.merge(configured.id, status, TestNgListener::worse) : status,
                    configured);
        }
    }

    /** Returns the test that a configuration method is for, or its class if that is not known. */
    private static ReportedNames configured(IInvokedMethod method, ITestResult result) {
        for (String name : new String[] {PREPARED, STARTED}) {
            Object test = result.getAttribute(name);
            if (test instanceof ReportedNames) {
                return (ReportedNames) test;
            }
        }
        String className = className(method.getTestMethod());
        return ReportedNames.of(suite(className, result.getTestContext()) + className, className);
    }

    /** Returns the result of a configuration method. If it throws a SkipException, TestNG notices that later. */
    private static String status(ITestResult result) {
        if (result.isSuccess()) {
            return PluginConnection.PASSED;
        }
        Throwable thrown = result.getThrowable();
        boolean skips = thrown instanceof SkipException && ((SkipException) thrown).isSkip();
        return skips || result.getStatus() == ITestResult.SKIP ? PluginConnection.ABORTED : PluginConnection.FAILED;
    }

    private static String worse(String one, String other) {
        if (one.equals(PluginConnection.FAILED) || other.equals(PluginConnection.PASSED)) {
            return one;
        }
        return other;
    }

    private static void finished(String status, ITestResult test) {
        // In a dry run, by which the JUnit Platform finds tests, TestNG says of each test that it passed.
        if (!PluginConnection.isPlatform() && !Boolean.getBoolean(DRY_RUN)) {
            Object started = test.getAttribute(STARTED);
            PluginConnection.finished(
                    status,
                    started instanceof ReportedNames
                            ? (ReportedNames) started
                            : reported(test.getMethod(), test.getTestContext(), TestNgInvocation.next(test)));
        }
        TestNgInvocation.finished(test);
    }

    /** Returns the running class, or the one that declares the method if TestNG has not named the class yet. */
    private static String className(ITestNGMethod method) {
        return method.getTestClass() == null
                ? method.getRealClass().getName()
                : method.getTestClass().getName();
    }

    private static ReportedNames reported(ITestNGMethod method, ITestContext context, String invocation) {
        String instance = TestNgInvocation.instance(method);
        String both = instance + (instance.isEmpty() || invocation.isEmpty() ? "" : ".") + invocation;
        return reported(
                method,
                context,
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

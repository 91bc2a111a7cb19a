package io.github.recorder.testjvm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.testng.IDataProviderMethod;
import org.testng.ITestContext;
import org.testng.ITestNGMethod;
import org.testng.ITestResult;
import org.testng.internal.IParameterInfo;
import org.testng.internal.TestResult;

/**
 * The numbers that distinguish the invocations of one TestNG method. They depend on the order of objects, parameters
 * and repetitions, and not on the order in which threads take them. A retry has the number of the first try, except in
 * a pool of threads, whose invocations are all alike.
 */
final class TestNgInvocation {

    private static final String COUNTS = TestNgInvocation.class.getName();

    private TestNgInvocation() {}

    /** Begins to count the invocations of a context. */
    static void begin(ITestContext context) {
        context.setAttribute(COUNTS, new ConcurrentHashMap<String, Integer>());
    }

    /** Returns the number of the test's instance, from 1 on, if a factory created several; else an empty text. */
    static String instance(ITestResult test) {
        Object[] instances = test.getTestClass().getInstances(false);
        for (int i = 0; i < instances.length; i++) {
            if (instances.length > 1 && object(instances[i]) == test.getInstance()) {
                return Integer.toString(i + 1);
            }
        }
        return "";
    }

    /**
     * Returns the number of an invocation of this instance, from 1 on, and counts it; an empty text if there is only
     * one. Invocations that may run at once have the number of their parameters, and a second number from the second
     * time on.
     */
    static String next(ITestResult test) {
        ITestNGMethod method = test.getMethod();
        boolean parameters = test.getParameters() != null && test.getParameters().length > 0;
        if (!isConcurrent(test)) {
            int retries = counts(test).getOrDefault(key(test), 0);
            return parameters || method.getInvocationCount() > 1
                    ? Integer.toString(method.getCurrentInvocationCount() + 1 - retries)
                    : "";
        }
        int time = counts(test).merge(key(test), 1, Integer::sum);
        if (!parameters) {
            return Integer.toString(time);
        }
        return row(test) + 1 + (time == 1 ? "" : "." + time);
    }

    /** Notes the end of a test, which may be tried again. */
    static void finished(ITestResult test) {
        if (wasRetried(test) && !isCopy(test)) {
            counts(test).merge(key(test), isConcurrent(test) ? -1 : 1, Integer::sum);
        }
    }

    /** Returns the retries of a method, or how often a set of its parameters was taken. */
    @SuppressWarnings("unchecked")
    private static Map<String, Integer> counts(ITestResult test) {
        Object counts =
                test.getTestContext() == null ? null : test.getTestContext().getAttribute(COUNTS);
        return counts instanceof Map ? (Map<String, Integer>) counts : new ConcurrentHashMap<>();
    }

    private static String key(ITestResult test) {
        ITestNGMethod method = test.getMethod();
        return test.getTestClass().getName()
                + '#'
                + method.getConstructorOrMethod()
                + '@'
                + instance(test)
                + '#'
                + (isConcurrent(test) ? row(test) : "");
    }

    private static boolean isConcurrent(ITestResult test) {
        return hasParallelParameters(test.getMethod()) || isCopy(test);
    }

    private static boolean hasParallelParameters(ITestNGMethod method) {
        try {
            IDataProviderMethod provider = method.getDataProviderMethod();
            return provider != null && provider.isParallel();
        } catch (LinkageError tooOld) {
            return false;
        }
    }

    /** Whether TestNG has copied the method, as it does to invoke it several times in a pool of threads. */
    private static boolean isCopy(ITestResult test) {
        if (test.getTestContext() == null) {
            return false;
        }
        boolean copied = false;
        ITestNGMethod method = test.getMethod();
        for (ITestNGMethod each : test.getTestContext().getAllTestMethods()) {
            if (each == method) {
                return false;
            }
            copied |= each.getInvocationCount() > 1
                    && each.getConstructorOrMethod().equals(method.getConstructorOrMethod());
        }
        return copied;
    }

    /** Returns the position of the parameters among those of the data provider, from 0 on. */
    private static int row(ITestResult test) {
        try {
            return test instanceof TestResult ? ((TestResult) test).getParameterIndex() : 0;
        } catch (LinkageError tooOld) {
            return 0;
        }
    }

    private static boolean wasRetried(ITestResult test) {
        try {
            return test.wasRetried();
        } catch (LinkageError tooOld) {
            return false;
        }
    }

    /** Returns the object that a factory created. */
    private static Object object(Object instance) {
        try {
            return IParameterInfo.embeddedInstance(instance);
        } catch (LinkageError tooOld) {
            return instance;
        }
    }
}

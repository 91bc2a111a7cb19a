package io.github.recorder.testjvm;

import java.lang.reflect.Method;
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
    static String instance(ITestNGMethod method) {
        Object[] instances = method.getTestClass().getInstances(false);
        for (int i = 0; i < instances.length; i++) {
            if (instances.length > 1 && object(instances[i]) == object(method.getInstance())) {
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
        ITestContext context = test.getTestContext();
        boolean parameters = test.getParameters() != null && test.getParameters().length > 0;
        if (!isConcurrent(method, context)) {
            return next(method, context, parameters);
        }
        int time = counts(context).merge(concurrentKey(test), 1, Integer::sum);
        if (!parameters) {
            return Integer.toString(time);
        }
        return row(test) + 1 + (time == 1 ? "" : "." + time);
    }

    /**
     * Returns what {@link #next} will return for the next invocation of a method; null if others may come between,
     * because several may run at once.
     */
    static String upcoming(ITestNGMethod method, ITestContext context) {
        Method java = method.getConstructorOrMethod().getMethod();
        return isConcurrent(method, context) ? null : next(method, context, java.getParameterCount() > 0);
    }

    private static String next(ITestNGMethod method, ITestContext context, boolean parameters) {
        int retries = counts(context).getOrDefault(key(method), 0);
        return parameters || method.getInvocationCount() > 1
                ? Integer.toString(method.getCurrentInvocationCount() + 1 - retries)
                : "";
    }

    /** Notes the end of a test, which may be tried again. */
    static void finished(ITestResult test) {
        ITestNGMethod method = test.getMethod();
        ITestContext context = test.getTestContext();
        if (wasRetried(test) && !isCopy(method, context)) {
            boolean concurrent = isConcurrent(method, context);
            counts(context).merge(concurrent ? concurrentKey(test) : key(method), concurrent ? -1 : 1, Integer::sum);
        }
    }

    /** Returns the retries of a method, or how often a set of its parameters was taken. */
    @SuppressWarnings("unchecked")
    private static Map<String, Integer> counts(ITestContext context) {
        Object counts = context == null ? null : context.getAttribute(COUNTS);
        return counts instanceof Map ? (Map<String, Integer>) counts : new ConcurrentHashMap<>();
    }

    private static String key(ITestNGMethod method) {
        return method.getTestClass().getName() + '#' + method.getConstructorOrMethod() + '@' + instance(method) + '#';
    }

    private static String concurrentKey(ITestResult test) {
        return key(test.getMethod()) + row(test);
    }

    private static boolean isConcurrent(ITestNGMethod method, ITestContext context) {
        return hasParallelParameters(method) || isCopy(method, context);
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
    private static boolean isCopy(ITestNGMethod method, ITestContext context) {
        if (context == null) {
            return false;
        }
        boolean copied = false;
        for (ITestNGMethod each : context.getAllTestMethods()) {
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

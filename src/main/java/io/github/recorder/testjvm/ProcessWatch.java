package io.github.recorder.testjvm;

import java.util.Properties;

/**
 * Detects whether tests start other processes, whose requests no guard sees, and reports it to the plugin once. The JDK
 * has a thread for each process that it started, for at least a minute after its end; this class searches for such
 * threads when a test ends. The process by which Byte Buddy attaches its agent, for Mockito for instance, sends no
 * requests and is not reported.
 */
final class ProcessWatch {

    /** The JDK's name for these threads, which the number of the process may follow. */
    private static final String REAPER = "process reaper";

    /** The maximum number of threads that are examined. */
    private static final int MOST_THREADS = 4096;

    /** Byte Buddy's agent, by whose process it is attached. */
    private static final String ATTACHED_AGENT = "net.bytebuddy.agent.Installer";

    private static String reportUrl;

    /** The thread for the process that attached the agent; null if there was none yet. */
    private static Thread attaching;

    private ProcessWatch() {}

    /**
     * Starts to watch if there is a guard, unless this JVM has started processes before its tests, because then nothing
     * can be detected.
     */
    static synchronized void install(Properties settings) {
        if (reaper() == null) {
            reportUrl = settings.getProperty("guard.report");
        }
    }

    /** Called when a test has ended. */
    static synchronized void look() {
        Thread reaper = reportUrl == null ? null : reaper();
        if (reaper == null) {
            return;
        }
        if (attaching == null && isAgentAttached()) {
            attaching = reaper;
            reaper = reaper();
        }
        if (reaper != null) {
            BlockedCallReporter.processStarted(reportUrl);
            reportUrl = null;
        }
    }

    private static boolean isAgentAttached() {
        try {
            Class<?> agent = Class.forName(ATTACHED_AGENT, true, ClassLoader.getSystemClassLoader());
            return agent.getMethod("getInstrumentation").invoke(null) != null;
        } catch (ReflectiveOperationException | LinkageError | RuntimeException notAttached) {
            return false;
        }
    }

    /** Returns the thread for a process other than that which attached the agent; null if there is none. */
    private static Thread reaper() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[MOST_THREADS];
        int count = root.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i] != attaching && threads[i].getName().startsWith(REAPER)) {
                return threads[i];
            }
        }
        return null;
    }
}

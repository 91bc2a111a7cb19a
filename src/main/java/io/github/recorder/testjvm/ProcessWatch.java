package io.github.recorder.testjvm;

import java.util.Properties;

/**
 * Finds out whether tests start other processes, whose calls no guard sees, and tells the plugin once. The JDK has a
 * thread for each process that it started, for at least a minute after its end; whether there is one is looked up when
 * a test ends.
 */
final class ProcessWatch {

    /** The JDK's name for these threads, which the number of the process may follow. */
    private static final String REAPER = "process reaper";

    /** Threads beyond this are not looked at. */
    private static final int MOST_THREADS = 4096;

    private static String reportUrl;

    private ProcessWatch() {}

    /**
     * Begins to watch, if there is a guard; not if this JVM has started processes before its tests, because then
     * nothing can be told.
     */
    static synchronized void install(Properties settings) {
        if (!hasStartedProcess()) {
            reportUrl = settings.getProperty("guard.report");
        }
    }

    /** Called when a test has ended. */
    static synchronized void look() {
        if (reportUrl != null && hasStartedProcess()) {
            BlockedCallReporter.processStarted(reportUrl);
            reportUrl = null;
        }
    }

    private static boolean hasStartedProcess() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[MOST_THREADS];
        int count = root.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getName().startsWith(REAPER)) {
                return true;
            }
        }
        return false;
    }
}

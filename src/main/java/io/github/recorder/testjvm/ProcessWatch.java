package io.github.recorder.testjvm;

import java.util.Properties;

/**
 * Detects whether tests start other processes, whose requests no guard sees, and reports it to the plugin once. The JDK
 * has a thread for each process that it started, for at least a minute after its end; this class searches for such
 * threads when a test ends.
 */
final class ProcessWatch {

    /** The JDK's name for these threads, which the number of the process may follow. */
    private static final String REAPER = "process reaper";

    /** The maximum number of threads that are examined. */
    private static final int MOST_THREADS = 4096;

    private static String reportUrl;

    private ProcessWatch() {}

    /**
     * Starts to watch if there is a guard, unless this JVM has started processes before its tests, because then nothing
     * can be detected.
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

package io.github.recorder.testjvm;

import java.util.function.Consumer;

/**
 * The start of a TestNG test that the JUnit Platform has reported on this thread, and TestNG reports next. The platform
 * numbers invocations as they begin. TestNG knows which ones they are.
 */
final class PostponedStart {

    private static final ThreadLocal<Consumer<String>> OF_THREAD = new ThreadLocal<>();

    private static volatile boolean expected;
    private static volatile boolean inOtherOrder;

    private PostponedStart() {}

    /** Notes that TestNG will report tests. */
    static void expect() {
        expected = true;
    }

    /** Returns whether TestNG reports the start of a test after the platform. */
    static boolean isExpected() {
        return expected && !inOtherOrder;
    }

    /** Notes what to do when TestNG reports the start of the test, with the number of its invocation. */
    static void set(Consumer<String> start) {
        OF_THREAD.set(start);
    }

    /** Starts the test of this thread. */
    static void run(String number) {
        Consumer<String> start = OF_THREAD.get();
        if (start == null) {
            inOtherOrder = true;
        } else {
            OF_THREAD.remove();
            start.accept(number);
        }
    }
}

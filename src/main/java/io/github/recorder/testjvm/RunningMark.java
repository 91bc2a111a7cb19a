package io.github.recorder.testjvm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The mark of a test or class that a thread of this JVM runs. A framework reports its beginning on the thread that runs
 * it, and a test inside a class, or one that the thread takes on while another one waits, later than that.
 */
final class RunningMark {

    private static final ThreadLocal<Deque<RunningMark>> OF_THREAD = new ThreadLocal<>();

    /** The marks that have not ended, by test id. */
    private static final Map<String, RunningMark> RUNNING = new ConcurrentHashMap<>();

    /** The text by which the server knows the test. */
    final String text;

    /** What {@link BaggageContext} made of it; null before. Used by the thread that runs the test. */
    Object context;

    private final String id;
    private volatile boolean ended;

    private RunningMark(String id, String text) {
        this.id = id;
        this.text = text;
    }

    /** Notes that this thread runs a test or class from now on. */
    static void begin(String id, String text) {
        Deque<RunningMark> marks = OF_THREAD.get();
        if (marks == null) {
            marks = new ArrayDeque<>();
            OF_THREAD.set(marks);
        }
        RunningMark mark = new RunningMark(id, text);
        marks.push(mark);
        RUNNING.put(id, mark);
    }

    /** Notes that a test or class has ended, on whatever thread; one that has not begun is ignored. */
    static void end(String id) {
        RunningMark mark = ofThisThread(id);
        if (mark == null) {
            mark = RUNNING.get(id);
        }
        if (mark != null) {
            mark.ended = true;
            RUNNING.remove(id, mark);
            current();
        }
    }

    private static RunningMark ofThisThread(String id) {
        Deque<RunningMark> marks = OF_THREAD.get();
        if (marks != null) {
            for (RunningMark mark : marks) {
                if (mark.id.equals(id) && !mark.ended) {
                    return mark;
                }
            }
        }
        return null;
    }

    /** Returns the mark of what this thread runs; null if it runs no test. */
    static RunningMark current() {
        Deque<RunningMark> marks = OF_THREAD.get();
        if (marks == null) {
            return null;
        }
        while (!marks.isEmpty() && marks.peek().ended) {
            marks.pop();
        }
        if (marks.isEmpty()) {
            OF_THREAD.remove();
            return null;
        }
        return marks.peek();
    }
}

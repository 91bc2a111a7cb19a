package io.github.recorder.progress;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Shows how far long steps are, from time to time; of short steps, nothing. Thread-safe. */
public final class TimedProgress {

    private final ProgressOutput output;
    private final Clock clock;
    private Instant shown;
    private boolean visible;

    /** Creates a progress; the first text is shown after one interval. */
    public TimedProgress(ProgressOutput output, Clock clock) {
        this.output = output;
        this.clock = clock;
        this.shown = clock.instant();
    }

    /** Returns a progress that is not shown. */
    public static TimedProgress none() {
        return new TimedProgress(ProgressOutput.NONE, Clock.systemUTC());
    }

    /** Shows a text if the last one is an interval ago. */
    public synchronized void show(Supplier<String> text) {
        Instant now = clock.instant();
        if (!now.isBefore(shown.plus(output.interval()))) {
            output.show(text.get());
            shown = now;
            visible = true;
        }
    }

    /** Removes the text that is shown, if it can be removed, so that something else can be printed. Idempotent. */
    public synchronized void clear() {
        if (visible) {
            output.clear();
            visible = false;
        }
    }

    /**
     * Begins a step over many files.
     *
     * @param what the files and what has happened to them, as in {@code recordings read}
     */
    public Step begin(int total, String what) {
        return new Step(total, what);
    }

    /** A step over many files. Thread-safe. */
    public final class Step {

        private final int total;
        private final String what;
        private final AtomicInteger done = new AtomicInteger();

        private Step(int total, String what) {
            this.total = total;
            this.what = what;
        }

        /** Counts a file. */
        public void count() {
            int count = done.incrementAndGet();
            if (count < total) {
                show(() -> count + " of " + total + " " + what);
            }
        }
    }
}

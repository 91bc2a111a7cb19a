package io.github.recorder.progress;

import java.time.Duration;
import java.util.function.Consumer;

/** The place where progress is shown. */
public interface ProgressOutput {

    /** Shows nothing. */
    ProgressOutput NONE = lines(line -> {});

    /** Returns the time between two texts. */
    Duration interval();

    /** Shows a text of one line. */
    void show(String text);

    /** Removes the text that is shown, if it can be removed. */
    void clear();

    /** Returns an output with a line every few seconds, for logs. */
    static ProgressOutput lines(Consumer<String> log) {
        return new ProgressOutput() {

            @Override
            public Duration interval() {
                return Duration.ofSeconds(5);
            }

            @Override
            public void show(String text) {
                log.accept(text);
            }

            @Override
            public void clear() {
                // A line of a log stays.
            }
        };
    }

    /**
     * Returns an output with one line that is updated.
     *
     * @param width the maximum number of characters that are shown, because a wrapped line could not be removed
     * @param terminal prints text as it is
     */
    static ProgressOutput updating(int width, Consumer<String> terminal) {
        return new ProgressOutput() {

            /** Back to the beginning of the line, whose rest is then erased. */
            private static final String ERASED = "\r\u001b[K";

            @Override
            public Duration interval() {
                return Duration.ofMillis(200);
            }

            @Override
            public void show(String text) {
                terminal.accept(ERASED + (text.length() <= width ? text : text.substring(0, width)));
            }

            @Override
            public void clear() {
                terminal.accept(ERASED);
            }
        };
    }
}

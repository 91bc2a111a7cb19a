package io.github.recorder.server;

import org.jspecify.annotations.Nullable;

/** Receives failures inside the server that concern no client's request. Thread-safe. */
@FunctionalInterface
public interface ProblemListener {

    /**
     * Reports one problem to the log.
     *
     * @param text one sentence for a person
     * @param cause the exception; null if there was none
     */
    void problem(String text, @Nullable Throwable cause);
}

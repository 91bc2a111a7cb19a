package io.github.recorder.server;

import org.jspecify.annotations.Nullable;

/** Is told what goes wrong inside the server and is nobody's request to answer. Safe for use by many threads. */
@FunctionalInterface
public interface ProblemListener {

    /**
     * Takes one problem, for the log.
     *
     * @param text one sentence for a person
     * @param cause what was thrown; null where nothing was
     */
    void problem(String text, @Nullable Throwable cause);
}

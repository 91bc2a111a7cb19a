package io.github.recorder.store;

import java.io.Serial;

/** Says that a recording could not be read when it was needed. */
public final class UnreadableRecordingException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient FileProblem problem;

    UnreadableRecordingException(FileProblem problem, Exception cause) {
        super(problem.sentence(), cause);
        this.problem = problem;
    }

    /** Returns the file and what is wrong with it. */
    public FileProblem problem() {
        return problem;
    }
}

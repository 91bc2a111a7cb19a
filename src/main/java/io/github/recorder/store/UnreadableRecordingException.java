package io.github.recorder.store;

import java.io.Serial;

/** Thrown if a recording could not be read when it was needed. */
public final class UnreadableRecordingException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient FileProblem problem;

    UnreadableRecordingException(FileProblem problem, Throwable cause) {
        super(problem.sentence(), cause);
        this.problem = problem;
    }

    /** Returns the file and the problem. */
    public FileProblem problem() {
        return problem;
    }
}

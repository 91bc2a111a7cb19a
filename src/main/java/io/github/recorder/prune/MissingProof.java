package io.github.recorder.prune;

/**
 * Something that is missing for the proof that a run was complete.
 *
 * @param kind the kind
 * @param what the finding, as a sentence without its full stop
 * @param remedy what to do, as a sentence without its full stop
 */
public record MissingProof(Kind kind, String what, String remedy) {

    /** The kinds of missing proof. */
    public enum Kind {
        /** No test ran to its end in any run of this recordings directory. */
        NO_TEST,
        /** A module that uses the directory has not run. */
        MODULE_DID_NOT_RUN,
        /** The code, or its compiled form, changed since the run. */
        CODE_CHANGED,
        /** Files changed while the build ran. */
        EDITED_DURING_BUILD,
        /** The run was killed, or its ledger could not be written. */
        INCOMPLETE_LEDGER,
        /** Settings of the build may have left tests out. */
        FILTERED,
        /** The pom declares an execution of a test plugin that did not run. */
        EXECUTION_DID_NOT_RUN,
        /** Jobs of a CI left no ledger. */
        JOB_DID_NOT_RUN,
        /** None of several filtered runs ran a test class. */
        CLASS_DID_NOT_RUN,
        /** Runs that are to be taken together had different settings. */
        SETTINGS_DIFFER,
        /** A test JVM did not report which tests ran in it. */
        NO_LISTENER,
        /** A test failed, or began and did not end. */
        TEST_FAILED,
        /** A test JVM crashed. */
        CRASHED,
        /** A request found no recording. */
        MISSED,
        /** The run recorded, or called a real service. */
        NOT_REPLAY,
        /** The directory is not below the root of the build, so other builds may use it. */
        OUTSIDE_BUILD,
        /** Another recordings directory contains this one or is inside it, so that runs of either use both. */
        NESTED_DIRECTORY
    }

    /** Returns the same finding of one of several runs. */
    MissingProof of(String run) {
        return new MissingProof(kind, "In " + run + ": " + what, remedy);
    }

    /** Returns one or two sentences for messages. */
    public String sentence() {
        return what + ". " + remedy + ".";
    }
}

package io.github.recorder.prune;

/**
 * Something that is missing for the proof that a run was complete.
 *
 * @param kind which thing
 * @param what what was found, as a sentence without its full stop
 * @param remedy what to do, as a sentence without its full stop
 */
public record MissingProof(Kind kind, String what, String remedy) {

    /** The things that may be missing. */
    public enum Kind {
        /** No test ran to its end in any run of this recordings directory. */
        NO_TEST,
        /** A module that uses the directory has not run. */
        MODULE_DID_NOT_RUN,
        /** The code, or what is compiled of it, changed since the run. */
        CODE_CHANGED,
        /** Files changed while the build ran. */
        EDITED_DURING_BUILD,
        /** The run was killed, or its ledger could not be written. */
        INCOMPLETE_LEDGER,
        /** Settings of the build may have left tests out. */
        FILTERED,
        /** The pom declares an execution of a test plugin that did not run. */
        EXECUTION_DID_NOT_RUN,
        /** A test JVM did not say which tests ran in it. */
        NO_LISTENER,
        /** A test failed, or began and did not end. */
        TEST_FAILED,
        /** A test JVM crashed. */
        CRASHED,
        /** A request found no recording. */
        MISSED,
        /** The run recorded, or called a real service. */
        NOT_REPLAY,
        /** The directory is not below the root of the build, so that others may use it. */
        OUTSIDE_BUILD,
        /** Another recordings directory is above this one or below it, so that runs of either use both. */
        NESTED_DIRECTORY
    }

    /** Returns the gap as one or two sentences. */
    public String sentence() {
        return what + ". " + remedy + ".";
    }
}

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
        /** No ledger tells of this recordings directory. */
        NO_LEDGER,
        /** A module that uses the directory has not run. */
        MODULE_DID_NOT_RUN,
        /** The code, or what is compiled of it, changed since the run. */
        CODE_CHANGED,
        /** Files changed while the build ran. */
        EDITED_DURING_BUILD,
        /** The run was killed, or its ledger could not be written. */
        INCOMPLETE_LEDGER,
        /** Settings of the build left tests out. */
        FILTERED,
        /** A test class was there and was not run. */
        CLASS_DID_NOT_RUN,
        /** A test failed, or gave up. */
        TEST_FAILED,
        /** A test JVM crashed. */
        CRASHED,
        /** A request found no recording. */
        MISSED,
        /** The run recorded, or went to a real service. */
        NOT_REPLAY,
        /** The module may not be the only one that uses the directory. */
        OUTSIDE_MODULE
    }

    /** Returns the gap as one or two sentences. */
    public String sentence() {
        return what + ". " + remedy + ".";
    }
}

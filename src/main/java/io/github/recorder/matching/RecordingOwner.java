package io.github.recorder.matching;

import org.jspecify.annotations.Nullable;

/** Ownership of a recording relative to the requesting test. */
public enum RecordingOwner {
    /** The requesting test made it. */
    OWN_TEST,
    /** All tests share it. */
    NO_TEST,
    /** The class of the requesting test made it, possibly while several of its tests ran at once. */
    OWN_CLASS,
    /** Another test made it. */
    OTHER_TEST;

    /**
     * Returns the owner of a recording relative to the requesting test.
     *
     * @param owner the recording's test id; null if it is shared
     * @param caller the id of the requesting test; null if unknown
     */
    public static RecordingOwner of(@Nullable String owner, @Nullable String caller) {
        if (owner == null) {
            return NO_TEST;
        }
        String of = TestId.ascii(owner);
        String test = caller == null ? "" : TestId.ascii(caller);
        if (of.equals(test)) {
            return OWN_TEST;
        }
        return of.indexOf('#') < 0 && TestId.isWithin(test, of) ? OWN_CLASS : OTHER_TEST;
    }
}

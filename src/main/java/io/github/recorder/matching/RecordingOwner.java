package io.github.recorder.matching;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ownership of a recording relative to the requesting test. */
public enum RecordingOwner {
    /** The requesting test made it. */
    OWN_TEST,
    /** All tests share it. */
    NO_TEST,
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
        return caller != null && Objects.equals(TestId.ascii(owner), TestId.ascii(caller)) ? OWN_TEST : OTHER_TEST;
    }
}

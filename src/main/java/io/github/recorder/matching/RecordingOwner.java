package io.github.recorder.matching;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whose a recording is, seen from the test that asks. */
public enum RecordingOwner {
    /** It was made by that test. */
    OWN_TEST,
    /** It belongs to no test, hence to all. */
    NO_TEST,
    /** It was made by another test. */
    OTHER_TEST;

    /**
     * Returns whose a recording is.
     *
     * @param owner the recording's test id; null where it belongs to all
     * @param caller the id of the test that asks; null where it is not known
     */
    public static RecordingOwner of(@Nullable String owner, @Nullable String caller) {
        if (owner == null) {
            return NO_TEST;
        }
        return caller != null && Objects.equals(TestId.ascii(owner), TestId.ascii(caller)) ? OWN_TEST : OTHER_TEST;
    }
}

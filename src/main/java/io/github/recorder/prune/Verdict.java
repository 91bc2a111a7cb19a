package io.github.recorder.prune;

import io.github.recorder.ledger.RecordingFingerprint;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of one recording that no run of the code as it is now was answered from.
 *
 * @param path relative to the recordings directory, with forward slashes
 * @param test the test id; null where the recording is shared, or is none
 * @param reason why it goes, or why it stays
 * @param detail the reason in words, with what it is about
 * @param fingerprint the content that was judged; null where it stays
 * @param supersededBy the recording that answers the test's request now; null where there is none
 * @param differs JSON pointers to what differs between the two requests; empty where there is no other, or nothing differs
 */
public record Verdict(
        String path,
        @Nullable String test,
        Reason reason,
        String detail,
        @Nullable RecordingFingerprint fingerprint,
        @Nullable String supersededBy,
        List<String> differs) {

    /** Why a recording goes, or stays. */
    public enum Reason {
        /** Stale: there is no such test any more. */
        TEST_GONE(true),
        /** Stale: the test runs, or the recording is for all of them, and nobody asks for it. */
        NEVER_ASKED(true),
        /** Stale: the test asks for something else at the same place now. */
        SUPERSEDED(true),

        /** Kept: nothing proves that it is needless. */
        NOT_PROVEN(false),
        /** Kept: its test was skipped, so nobody knows what it asks for. */
        TEST_SKIPPED(false),
        /** Kept: its test class is named as one that need not run. */
        CLASS_IGNORED(false),
        /** Kept: it was added or changed after the run. */
        CHANGED_SINCE(false),
        /** Kept: an earlier run, of other code, was answered from it. */
        SERVED_EARLIER(false),
        /** Kept: it is of a kind that nothing can ask for over HTTP. */
        NOT_SERVABLE(false),
        /** Kept: it is no recording, or cannot be read. */
        NOT_A_RECORDING(false);

        private final boolean stale;

        Reason(boolean stale) {
            this.stale = stale;
        }

        /** Returns the word that reports use, in lower case with underscores. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Tells whether a recording goes for this reason. */
        public boolean isStale() {
            return stale;
        }
    }
}

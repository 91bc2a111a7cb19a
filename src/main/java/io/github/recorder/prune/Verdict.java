package io.github.recorder.prune;

import io.github.recorder.ledger.RecordingFingerprint;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The decision on one recording that no run of the current code served.
 *
 * @param path relative to the recordings directory, with forward slashes
 * @param test the test id; null if the recording is shared, or is not a recording
 * @param reason the reason for the decision
 * @param detail the reason in words, with its details
 * @param fingerprint the content that was judged; null if it is kept
 * @param supersededBy the recording that now serves the test's request; null if there is none
 * @param differs JSON pointers to the differences between the two requests; empty if there is no other request
 */
public record Verdict(
        String path,
        @Nullable String test,
        Reason reason,
        String detail,
        @Nullable RecordingFingerprint fingerprint,
        @Nullable String supersededBy,
        List<String> differs) {

    /** The reason for a decision. */
    public enum Reason {
        /** Stale: no module of this build has such a test. */
        TEST_GONE(true),
        /** Stale: the test ran and requested something else in its place. */
        SUPERSEDED(true),
        /** Stale: the test changed since it was last served the recording, ran, and did not request it. */
        UNUSED(true),

        /** Kept: one of the above applies, but no whole run proves it. */
        PROBABLY_UNUSED(false),
        /** Kept: nothing proves that it is not needed. */
        NOT_PROVEN(false),
        /** Kept: its test exists and did not run, so its requests are unknown. */
        TEST_DID_NOT_RUN(false),
        /** Kept: its test class is now in a module with another recordings directory. */
        TEST_MOVED(false),
        /** Kept: its request was answered from another recording. */
        REQUEST_SERVED(false),
        /** Kept: an earlier run was served it, and nothing explains why this one was not. */
        SERVED_EARLIER(false),
        /** Kept: a {@code <keep>} pattern names it. */
        KEPT_BY_PATTERN(false),
        /** Kept: it was added or changed after the run. */
        CHANGED_SINCE(false),
        /** Kept: no HTTP request can match its kind of request. */
        NOT_SERVABLE(false),
        /** Kept: it is not a recording, or cannot be read. */
        NOT_A_RECORDING(false);

        private final boolean stale;

        Reason(boolean stale) {
            this.stale = stale;
        }

        /** Returns the word that reports use, in lower case with underscores. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns whether this reason makes a recording stale. */
        public boolean isStale() {
            return stale;
        }
    }
}

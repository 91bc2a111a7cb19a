package io.github.recorder.rekey;

import org.jspecify.annotations.Nullable;

/**
 * One recording that is to get another name, and perhaps another test.
 *
 * @param from its path, relative to the recordings directory, with forward slashes
 * @param to its path afterwards
 * @param oldTest the test id that it bears; null if it is shared
 * @param newTest the test id that it is to bear; null if that stays as it is, and with it the content
 */
public record RekeyStep(
        String from,
        String to,
        @Nullable String oldTest,
        @Nullable String newTest) {

    /** Returns what is to be done in one line. */
    public String line() {
        return newTest == null
                ? from + " -> " + to + " (the name does not fit the content)"
                : from + " -> " + to + " (" + oldTest + " is now " + newTest + ")";
    }
}

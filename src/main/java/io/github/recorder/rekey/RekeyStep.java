package io.github.recorder.rekey;

import org.jspecify.annotations.Nullable;

/**
 * A recording that gets another name, and perhaps another test.
 *
 * @param from its path, relative to the recordings directory, with forward slashes
 * @param to its new path
 * @param oldTest its test id; null if it is shared
 * @param newTest its new test id; null if the test id and the content do not change
 */
public record RekeyStep(
        String from,
        String to,
        @Nullable String oldTest,
        @Nullable String newTest) {

    /** Returns the step in one line. */
    public String line() {
        return newTest == null
                ? from + " -> " + to + " (the name does not fit the content)"
                : from + " -> " + to + " (" + oldTest + " is now " + newTest + ")";
    }
}

package io.github.recorder.matching;

import org.jspecify.annotations.Nullable;

/**
 * A recording whose request is the same as the one to be answered.
 *
 * @param path the file below the recordings directory, with {@code /}
 * @param testId the test that made the recording; null where it is shared by all tests
 * @param raw the digest of its request before normalization
 * @param bearsHash whether the file's name is the hash that today's rule gives
 * @param extraBody whether the call had an {@code extra_body} that was not empty
 */
public record Candidate(String path, @Nullable String testId, Digest raw, boolean bearsHash, boolean extraBody) {

    /** Returns the same recording as one of another test. */
    public Candidate withTestId(String other) {
        return new Candidate(path, other, raw, bearsHash, extraBody);
    }
}

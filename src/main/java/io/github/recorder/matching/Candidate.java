package io.github.recorder.matching;

import org.jspecify.annotations.Nullable;

/**
 * A recording whose request matches the live one.
 *
 * @param path the file relative to the recordings directory, with {@code /}
 * @param testId the test that made the recording; null if it is shared by all tests
 * @param raw the digest of its request before normalization
 * @param bearsHash whether the file is named by the current hash
 * @param extraBody whether the request had a non-empty {@code extra_body}
 * @param layer the layer of recordings that holds it: 0 is the recordings directory, 1 the uppermost artifact
 */
public record Candidate(
        String path, @Nullable String testId, Digest raw, boolean bearsHash, boolean extraBody, int layer) {

    /** A recording in the recordings directory. */
    public Candidate(String path, @Nullable String testId, Digest raw, boolean bearsHash, boolean extraBody) {
        this(path, testId, raw, bearsHash, extraBody, 0);
    }

    /** Returns a copy that belongs to another test. */
    public Candidate withTestId(String other) {
        return new Candidate(path, other, raw, bearsHash, extraBody, layer);
    }
}

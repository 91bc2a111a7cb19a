package io.github.recorder.store;

import org.jspecify.annotations.Nullable;

/**
 * The index's facts about a recording.
 *
 * @param path relative to the recordings directory, with forward slashes
 * @param testId the test id in ASCII; null if the recording is shared
 * @param method the HTTP method in upper case
 * @param endpoint the path in the form that matching compares
 */
public record ListedRecording(String path, @Nullable String testId, String method, String endpoint) {}

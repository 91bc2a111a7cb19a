package io.github.recorder.recording;

import org.jspecify.annotations.Nullable;

/**
 * The part of a recording that the index needs: everything except the response.
 *
 * @param testId the test that made the request; null if the recording is shared by all tests
 * @param request the request
 */
public record RecordingHead(@Nullable String testId, RecordedRequest request) {}

package io.github.recorder.recording;

import org.jspecify.annotations.Nullable;

/**
 * What the index needs of a recording: all but the response.
 *
 * @param testId the test that made the call; null if the recording is shared by all tests
 * @param request what was asked
 */
public record RecordingHead(@Nullable String testId, RecordedRequest request) {}

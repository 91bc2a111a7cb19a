package io.github.recorder.recording;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One recorded exchange: the content of one file.
 *
 * @param testId the test that made the request; null if the recording is shared by all tests
 * @param request the request
 * @param response the response
 * @param document the whole file, so that nothing is lost when it is written again
 */
public record Recording(
        @Nullable String testId, RecordedRequest request, RecordedResponse response, ObjectNode document) {

    /** Returns the same with one of its other responses in the place of the first, as if it were the only one. */
    public Recording with(RecordedResponse one) {
        return new Recording(testId, request, one, document);
    }
}

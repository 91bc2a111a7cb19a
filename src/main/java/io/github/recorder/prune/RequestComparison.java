package io.github.recorder.prune;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.RecordedRequest;
import java.util.Optional;

/** How a run compared requests. */
@FunctionalInterface
public interface RequestComparison {

    /**
     * Returns the form in which the request of a recording was compared with those of other recordings; empty if no
     * HTTP request can match it.
     */
    Optional<WireRequest> form(RecordedRequest request);
}

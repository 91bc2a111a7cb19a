package io.github.recorder.lifecycle;

import java.util.List;

/**
 * What a run recorded.
 *
 * @param live the number of calls that went to real services
 * @param counts how many recordings are new, changed and unchanged
 * @param changes a sentence for each recording that changed: what was in it, and what is now
 * @param stopped a sentence for each recording that was not written
 */
public record RecordingOutcome(long live, String counts, List<String> changes, List<String> stopped) {

    /** Nothing was recorded, for all calls were to be answered from recordings. */
    static final RecordingOutcome NONE = new RecordingOutcome(0, "", List.of(), List.of());

    /** Keeps copies of the lists. */
    public RecordingOutcome {
        changes = List.copyOf(changes);
        stopped = List.copyOf(stopped);
    }
}

package io.github.recorder.lifecycle;

import java.util.List;

/**
 * What a run recorded.
 *
 * @param live the number of calls that went to real services
 * @param summary what became of the recordings: numbers first, then a line for each that changed; empty where nothing went out
 * @param stopped a sentence for each recording that was not written
 */
public record RecordingOutcome(long live, List<String> summary, List<String> stopped) {

    /** Nothing was recorded, for all calls were to be answered from recordings. */
    static final RecordingOutcome NONE = new RecordingOutcome(0, List.of(), List.of());

    /** Keeps copies of the lists. */
    public RecordingOutcome {
        summary = List.copyOf(summary);
        stopped = List.copyOf(stopped);
    }
}

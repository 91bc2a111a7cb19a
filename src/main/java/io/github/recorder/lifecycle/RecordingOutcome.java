package io.github.recorder.lifecycle;

import io.github.recorder.report.RunFacts;
import java.util.List;

/**
 * The recordings of a run.
 *
 * @param live the number of requests that were sent to real services
 * @param counts the numbers of new, changed and unchanged recordings
 * @param files the new, changed and unchanged recordings
 * @param changes a sentence for each changed recording: its old and new content
 * @param stopped a sentence for each recording that was not written
 */
public record RecordingOutcome(
        long live, String counts, RunFacts.RecordedFiles files, List<String> changes, List<String> stopped) {

    /** Nothing was recorded, because the run only replays. */
    static final RecordingOutcome NONE = new RecordingOutcome(
            0, "", new RunFacts.RecordedFiles(List.of(), List.of(), List.of()), List.of(), List.of());

    /** Keeps copies of the lists. */
    public RecordingOutcome {
        changes = List.copyOf(changes);
        stopped = List.copyOf(stopped);
    }
}

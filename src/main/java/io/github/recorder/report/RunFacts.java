package io.github.recorder.report;

import io.github.recorder.diagnosis.MissGroup;
import io.github.recorder.diagnosis.TestSelection;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.record.ChangedRecording;
import io.github.recorder.store.ListedRecording;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a run for the report.
 *
 * @param header the facts that are known at its start
 * @param ended when it ended
 * @param sentence the counts in one line
 * @param directory the recordings directory as messages name it
 * @param link the recordings directory relative to the page, with forward slashes, or as a URL; for links to files
 * @param counts the numbers
 * @param servings how often each recording was served to which test
 * @param listed the recordings in the directory
 * @param misses the misses by cause
 * @param selection how a command selects tests; null if no single property does
 * @param recorded the files that were recorded
 * @param troubles sentences about broken files, about recordings that were not written and about requests that bypassed
 *     the recorder
 */
public record RunFacts(
        RunHeader header,
        Instant ended,
        String sentence,
        String directory,
        String link,
        Counts counts,
        List<LedgerEvent.ServedCount> servings,
        List<ListedRecording> listed,
        List<MissGroup> misses,
        @Nullable TestSelection selection,
        RecordedFiles recorded,
        List<String> troubles) {

    /**
     * Numbers of requests.
     *
     * @param served answered from recordings
     * @param missed without a recording
     * @param blocked blocked on their way past the server
     * @param live sent to real services
     */
    public record Counts(long served, long missed, long blocked, long live) {}

    /**
     * The files that the run recorded, by their outcome.
     *
     * @param added the new ones
     * @param changed those with another response
     * @param unchanged those with the same content
     */
    public record RecordedFiles(List<String> added, List<ChangedRecording> changed, List<String> unchanged) {}
}

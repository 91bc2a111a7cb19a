package io.github.recorder.report;

import io.github.recorder.recording.Recording;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results of asking the real services again, for the report.
 *
 * @param module the module
 * @param model the model that was requested in place of the recorded ones; null for the recorded ones
 * @param counts the counts in one line
 * @param differing the recordings that are not identical, the worst first
 */
public record CheckFacts(String module, @Nullable String model, String counts, List<DifferingRecording> differing) {

    /** Keeps a copy of the list. */
    public CheckFacts {
        differing = List.copyOf(differing);
    }

    /**
     * A recording whose live response differs, or that could not be asked.
     *
     * @param path relative to the recordings directory, with forward slashes
     * @param test the id of its test; null if it is shared
     * @param verdict the result in words
     * @param asked whether there was a live response
     * @param similarity how similar the texts are, from 0 to 1; null if there is no text
     * @param details a phrase for each difference, or the reason
     * @param at when it was checked
     * @param before the recording; null if there is nothing to compare
     * @param now the recording with the live response; null if it was not kept
     */
    public record DifferingRecording(
            String path,
            @Nullable String test,
            String verdict,
            boolean asked,
            @Nullable Double similarity,
            List<String> details,
            Instant at,
            @Nullable Recording before,
            @Nullable Recording now) {}
}

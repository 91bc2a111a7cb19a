package io.github.recorder.record;

import io.github.recorder.recording.Recording;
import java.util.List;

/**
 * A recording whose response changed during the run.
 *
 * @param path the file, relative to the recordings directory, with forward slashes
 * @param differences a phrase for each difference
 * @param before the content before the run
 * @param now the content after it
 */
public record ChangedRecording(String path, List<String> differences, Recording before, Recording now) {

    /** Keeps a copy of the list. */
    public ChangedRecording {
        differences = List.copyOf(differences);
    }
}

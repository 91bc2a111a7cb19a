package io.github.recorder.report;

import io.github.recorder.recording.Recording;
import io.github.recorder.store.UnreadableRecordingException;

/** The source of recordings for the report. */
@FunctionalInterface
public interface RecordingSource {

    /**
     * Reads a recording.
     *
     * @param path relative to the recordings directory, with forward slashes
     */
    Recording read(String path) throws UnreadableRecordingException;
}

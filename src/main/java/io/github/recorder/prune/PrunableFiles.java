package io.github.recorder.prune;

import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.RecordingHead;
import java.io.IOException;
import java.util.List;

/** The files of a recordings directory, as the planner sees them. Safe for use by many threads. */
public interface PrunableFiles {

    /** Returns all files that may be recordings, as paths relative to the directory with forward slashes, sorted. */
    List<String> paths();

    /** Returns all of a recording but its response. */
    RecordingHead head(String path) throws IOException, CorruptRecordingException;

    /** Returns what tells whether the file is still the one that a run found; a link is never that. */
    RecordingFingerprint fingerprint(String path) throws IOException;
}

package io.github.recorder.interchange;

import java.util.List;

/**
 * The outcome of an import.
 *
 * @param recordings the number of recordings that were, or would be, written
 * @param imported a line for each entry that is in a recording: its name, the file, and what the recording does not
 *     keep
 * @param refused a line for each entry that is in none: its name and the reason
 */
public record ImportResult(int recordings, List<String> imported, List<String> refused) {

    /** Keeps copies of the lists. */
    public ImportResult {
        imported = List.copyOf(imported);
        refused = List.copyOf(refused);
    }
}

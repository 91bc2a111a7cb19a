package io.github.recorder.interchange;

import java.util.List;

/**
 * The outcome of an export.
 *
 * @param recordings the number of recordings that were, or would be, exported
 * @param responses the number of their responses
 * @param remarks a line for each recording that is not exported, or that another tool serves differently
 */
public record ExportResult(int recordings, int responses, List<String> remarks) {

    /** Keeps a copy of the list. */
    public ExportResult {
        remarks = List.copyOf(remarks);
    }
}

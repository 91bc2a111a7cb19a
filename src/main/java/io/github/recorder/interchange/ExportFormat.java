package io.github.recorder.interchange;

import java.io.IOException;

/** Writes responses for another tool. */
@FunctionalInterface
interface ExportFormat {

    /**
     * Writes a response.
     *
     * @return what the other tool will not do with it, as the end of a sentence without a full stop; empty if nothing
     */
    String write(ExportedResponse response) throws IOException;
}

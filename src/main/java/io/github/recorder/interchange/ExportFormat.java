package io.github.recorder.interchange;

import java.io.Closeable;
import java.io.IOException;

/** Writes responses for another tool. {@link #close} ends the output, and without it there is none. */
interface ExportFormat extends Closeable {

    /**
     * Writes a response.
     *
     * @return what the other tool will not do with it, as the end of a sentence without a full stop; empty if nothing
     */
    String write(ExportedResponse response) throws IOException;
}

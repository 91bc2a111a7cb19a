package io.github.recorder.provider;

import io.github.recorder.recording.CompactValue;
import java.io.ByteArrayOutputStream;

/** Writes the chunks of one recorded stream in their wire format. */
interface ChunkWriter {

    /**
     * Writes the next chunk.
     *
     * @param chunk an element of the recorded body
     */
    void write(CompactValue chunk, ByteArrayOutputStream out);

    /** Writes what follows the last chunk. */
    default void end(ByteArrayOutputStream out) {}
}

package io.github.recorder.provider;

import java.io.ByteArrayOutputStream;
import tools.jackson.databind.JsonNode;

/** Writes the chunks of one recorded stream in their wire format. */
interface ChunkWriter {

    /**
     * Writes the next chunk.
     *
     * @param chunk an element of the recorded body
     */
    void write(JsonNode chunk, ByteArrayOutputStream out);

    /** Writes what follows the last chunk. */
    default void end(ByteArrayOutputStream out) {}
}

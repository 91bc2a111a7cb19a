package io.github.recorder.interchange;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the files of another tool. For one import. */
interface SourceReader {

    /** Returns whether a document is in this tool's format. */
    boolean reads(JsonNode document);

    /**
     * Adds a document.
     *
     * @param name the file for messages
     * @param file the file, beside which other files may hold bodies
     */
    void add(JsonNode document, String name, Path file);

    /** Returns the entries of all documents; the first of those that match one request is the one that is served. */
    List<SourceEntry> entries();
}

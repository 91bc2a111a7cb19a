package io.github.recorder.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * An entry of a folder, with all that one look at it shows.
 *
 * @param isFile whether it is a regular file
 * @param isFolder whether it is a folder
 * @param isLink whether it is a link; it is then neither a file nor a folder
 * @param stamp the state of the entry itself, not of the file that a link leads to
 */
record ListedFile(boolean isFile, boolean isFolder, boolean isLink, FileStamp stamp) {

    /**
     * Examines an entry.
     *
     * @throws IOException if there is none, or if it cannot be examined
     */
    static ListedFile of(Path entry) throws IOException {
        Map<String, Object> found = FileStamp.entry(entry);
        return new ListedFile(
                Boolean.TRUE.equals(found.get("isRegularFile")),
                Boolean.TRUE.equals(found.get("isDirectory")),
                Boolean.TRUE.equals(found.get("isSymbolicLink")),
                FileStamp.of(found));
    }
}

package io.github.recorder.prune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Confines file operations to a directory, whatever a path contains and wherever links lead. */
final class ContainedPath {

    private ContainedPath() {}

    /**
     * Returns the file of a path.
     *
     * @param directory absolute and without links
     * @throws IOException if the path leads outside, by its own text or through a link above the file
     */
    static Path of(Path directory, String path) throws IOException {
        Path file = directory.resolve(path).normalize();
        if (!file.startsWith(directory) || file.equals(directory)) {
            throw new IOException("it lies outside " + directory);
        }
        Path folder = file.getParent();
        while (folder != null && !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            folder = folder.getParent();
        }
        if (folder == null || !folder.toRealPath().startsWith(directory)) {
            throw new IOException("it lies outside " + directory + ", through a link");
        }
        return file;
    }

    /** Removes the folders above a file that are now empty, up to the directory itself, which stays. */
    static void removeEmptyFoldersAbove(Path directory, Path file) {
        Path folder = file.getParent();
        while (folder != null && folder.startsWith(directory) && !folder.equals(directory)) {
            try {
                Files.delete(folder);
            } catch (IOException notEmpty) {
                return; // Or it cannot be deleted; an empty folder does no harm.
            }
            folder = folder.getParent();
        }
    }
}

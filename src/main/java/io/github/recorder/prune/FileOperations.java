package io.github.recorder.prune;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file operations of pruning, which a test can replace to simulate a failing disk. */
interface FileOperations {

    /** The file system. */
    FileOperations REAL = new FileOperations() {
        @Override
        public void move(Path from, Path to) throws IOException {
            Files.move(from, to);
        }

        @Override
        public void copy(Path from, Path to) throws IOException {
            try {
                Files.createLink(to, from);
            } catch (UnsupportedOperationException | FileSystemException noLinks) {
                Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }

        @Override
        public void delete(Path file) throws IOException {
            Files.delete(file);
        }
    };

    /** Moves a file to a path that does not exist yet. */
    void move(Path from, Path to) throws IOException;

    /**
     * Copies a file to a path that does not exist yet. The copy may be a second name of the same file, which needs no
     * room on the disk, because nothing writes to a file in a quarantine.
     */
    void copy(Path from, Path to) throws IOException;

    /** Deletes a file. */
    void delete(Path file) throws IOException;
}

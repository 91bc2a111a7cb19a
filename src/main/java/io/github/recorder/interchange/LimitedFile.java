package io.github.recorder.interchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads files of others: none that is too long, and none outside the folder in which it has to be. */
final class LimitedFile {

    private static final int MOST_BYTES = 128 << 20;

    /** Parsing a file takes many times its length in memory. */
    private static final int MEMORY_PER_BYTE = 16;

    private LimitedFile() {}

    /** Thrown for a file that must not, or cannot, be used. */
    static final class UnusableFileException extends Exception {

        @Serial
        private static final long serialVersionUID = 1L;

        UnusableFileException(String reason) {
            super(reason);
        }

        /** Returns the rest of a sentence that begins with the file. */
        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Returns the content of a file.
     *
     * @throws UnusableFileException if it is too long
     * @throws IOException if it cannot be read
     */
    static byte[] read(Path file) throws IOException, UnusableFileException {
        int most = (int) Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / MEMORY_PER_BYTE);
        // The length of some files, such as pipes and devices, is not known before they are read.
        if (!Files.isRegularFile(file)) {
            throw new UnusableFileException(Files.exists(file) ? "is not a plain file" : "does not exist");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(most + 1);
            if (content.length > most) {
                throw new UnusableFileException("is longer than " + (most >> 20) + " MiB");
            }
            return content;
        }
    }

    /**
     * Returns the content of a file inside a folder.
     *
     * @param name its path relative to the folder
     * @throws UnusableFileException if it does not exist, is outside the folder, or is too long
     * @throws IOException if it cannot be read
     */
    static byte[] inside(Path folder, String name) throws IOException, UnusableFileException {
        Path file;
        try {
            file = folder.resolve(name).normalize();
        } catch (InvalidPathException problem) {
            throw new UnusableFileException("has no valid name");
        }
        String outside = "is outside " + folder.getFileName();
        if (!file.startsWith(folder.normalize())) {
            throw new UnusableFileException(outside);
        }
        if (!Files.exists(file)) {
            throw new UnusableFileException("does not exist");
        }
        // A link may lead out of the folder.
        if (!file.toRealPath().startsWith(folder.toRealPath())) {
            throw new UnusableFileException(outside);
        }
        return read(file);
    }
}

package io.github.recorder.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes a file so that at every moment, even after a killed process or a power cut, it has either its old or its new
 * content. New recordings are an exception, because they are forced to disk together, when their run ends; reports are
 * the other one.
 *
 * <p>The new content is written to a hidden file in the same folder, is forced to disk, and replaces the old file in
 * one step. If several writers meet, in one process or in several, the content of one of them remains. Stateless and
 * thread-safe.
 */
public final class AtomicWriter {

    private static final int PART_BYTES = 64 << 10;

    /** The content of a file. */
    @FunctionalInterface
    interface Content {

        /** Writes the content, the same each time. */
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicWriter() {}

    /**
     * Writes the file, and creates missing folders above it.
     *
     * @throws IOException if that fails; the old content is then unchanged
     */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, inParts(content));
    }

    /** Writes a content as {@link #write(Path, byte[])} does. */
    static void write(Path file, Content content) throws IOException {
        write(file, content, true);
    }

    private static Content inParts(byte[] content) {
        return out -> {
            // The JDK copies what it writes into native memory of the same size, which it keeps.
            for (int i = 0; i < content.length; i += PART_BYTES) {
                out.write(content, i, Math.min(content.length - i, PART_BYTES));
            }
        };
    }

    /**
     * Writes the file as {@link #write(Path, byte[])} does, and leaves it to the system when the content is on disk.
     * After a killed process the file is whole; after a power cut a file that was new may be missing or empty. {@link
     * #force} ends that time.
     *
     * @throws IOException if that fails; the old content is then unchanged
     */
    public static void writeUnforced(Path file, byte[] content) throws IOException {
        writeUnforced(file, inParts(content));
    }

    /** Writes a content as {@link #writeUnforced(Path, byte[])} does. */
    static void writeUnforced(Path file, Content content) throws IOException {
        write(file, content, false);
    }

    /**
     * Writes a text as {@link #write(Path, byte[])} does. It need not survive a power cut, so it is not forced to disk.
     *
     * @throws IOException if that fails; the old content is then unchanged
     */
    public static void writeUnforced(Path file, String text) throws IOException {
        writeUnforced(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Forces the content of a file to disk; the names of the folders above it need {@link #forceNames}.
     *
     * @throws IOException if the file is not there, or the system cannot write it
     */
    static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /**
     * Writes the file as {@link #write(Path, byte[])} does, so that only its owner can read it at any moment, if the
     * file system has POSIX permissions.
     *
     * @throws IOException if that fails; the old content is then unchanged
     */
    public static void writeForOwner(Path file, byte[] content) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        write(file, inParts(content), true, owner);
    }

    private static void write(Path file, Content content, boolean forced, FileAttribute<?>... attributes)
            throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " is no file");
        }
        try {
            write(folder, file, content, forced, attributes);
        } catch (NoSuchFileException swept) {
            // A process that cannot see this one, in another container for instance, took the file for abandoned.
            write(folder, file, content, forced, attributes);
        }
    }

    private static void write(Path folder, Path file, Content content, boolean forced, FileAttribute<?>... attributes)
            throws IOException {
        WriterFile writing = WriterFile.temporary(file.toAbsolutePath());
        Path temporary = writing.file();
        try {
            createFolders(folder, forced);
            Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (FileChannel channel = FileChannel.open(temporary, options, attributes)) {
                content.writeTo(Channels.newOutputStream(channel));
                if (forced) {
                    channel.force(true);
                }
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (forced) {
                forceNames(folder);
            }
        } catch (IOException | RuntimeException | Error problem) {
            deleteQuietly(temporary);
            throw problem;
        } finally {
            writing.close();
        }
    }

    /**
     * Deletes a file if it exists.
     *
     * @throws IOException if the file exists and cannot be deleted
     */
    public static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            forceNames(folder);
        }
    }

    /**
     * Deletes the temporary files of killed writers in a folder. A file that cannot be deleted stays: it is hidden and
     * does no harm.
     */
    static void sweep(Path folder) {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder, file -> WriterFile.isName(String.valueOf(file.getFileName())))) {
            files.forEach(file -> sweep(new WriterFile(file)));
        } catch (IOException | java.nio.file.DirectoryIteratorException goneOrUnreadable) {
            return; // There is nothing to delete, or it is not ours.
        }
    }

    /** Deletes a temporary file if its writer was killed. */
    static void sweep(WriterFile left) {
        try {
            if (left.isTemporary() && left.isAbandoned()) {
                Files.deleteIfExists(left.file());
            }
        } catch (IOException stays) {
            return; // A later sweep deletes it.
        }
    }

    private static void createFolders(Path folder, boolean forced) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        Files.createDirectories(folder);
        // A new folder is durable only when the folder above it is on disk.
        for (Path above = folder.getParent(); forced && above != null && existing != null; above = above.getParent()) {
            forceNames(above);
            if (above.equals(existing)) {
                break;
            }
        }
    }

    /** Forces the names in a folder to disk if the system supports it: Windows does not, and does not need it. */
    static void forceNames(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notPossibleHere) {
            return; // The content is safe; the system decides when the name is durable.
        }
    }

    private static void deleteQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException stays) {
            return; // A later sweep deletes it.
        }
    }
}

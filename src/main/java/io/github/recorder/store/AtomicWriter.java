package io.github.recorder.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file so that at every moment, a killed process and a power cut included, it has either its old content or
 * its new one.
 *
 * <p>The new content goes into a hidden file of the same folder, is forced to the disk and takes the name of the old
 * one in one step. Writers that meet, in one process or in several, leave the content of one of them. Stateless,
 * thread-safe.
 */
final class AtomicWriter {

    private static final String PREFIX = ".recorder-";
    private static final String SUFFIX = ".tmp";

    /** No write takes this long, so what is older was left by a process that died. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    private AtomicWriter() {}

    /**
     * Writes the file, and the folders above it where they are missing.
     *
     * @throws UnwritableRecordingException if that cannot be done; what was there is there still
     */
    static void write(Path file, byte[] content) throws UnwritableRecordingException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " is no file");
        }
        Path temporary = folder.resolve(PREFIX + UUID.randomUUID() + SUFFIX);
        try {
            createFolders(folder);
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(folder);
        } catch (IOException problem) {
            deleteQuietly(temporary);
            throw new UnwritableRecordingException(file, reason(file, problem), problem);
        }
    }

    /**
     * Deletes a file; one that has gone already is no problem.
     *
     * @throws UnwritableRecordingException if it is still there
     */
    static void delete(Path file) throws UnwritableRecordingException {
        try {
            Files.deleteIfExists(file);
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                force(folder);
            }
        } catch (IOException problem) {
            throw new UnwritableRecordingException(file, reason(file, problem), problem);
        }
    }

    /**
     * Deletes what writers that were killed have left in a folder. What cannot be deleted is left: it is hidden and
     * does no harm.
     */
    static void sweep(Path folder) {
        Instant abandoned = Instant.now().minus(ABANDONED_AFTER);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path temporary : left) {
                if (Files.getLastModifiedTime(temporary).toInstant().isBefore(abandoned)) {
                    deleteQuietly(temporary);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException goneOrUnreadable) {
            return; // Nothing to sweep, or not ours to sweep.
        }
    }

    private static void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        Files.createDirectories(folder);
        // A folder lasts only when the one above it is on the disk.
        for (Path above = folder.getParent(); above != null && existing != null; above = above.getParent()) {
            force(above);
            if (above.equals(existing)) {
                break;
            }
        }
    }

    /** Brings the names in a folder to the disk, where the system can do that: Windows cannot, and need not. */
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notPossibleHere) {
            return; // The content is safe; only when its name lasts is the system's choice here.
        }
    }

    private static void deleteQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException stays) {
            return; // A later sweep takes it.
        }
    }

    private static String reason(Path file, IOException problem) {
        if (problem instanceof AccessDeniedException) {
            return "the folder or the file may not be written to by this user";
        }
        for (Path above = file.toAbsolutePath().getParent(); above != null; above = above.getParent()) {
            if (Files.exists(above) && !Files.isDirectory(above)) {
                return "the folder cannot be made, for " + above + " is not a folder";
            }
        }
        @Nullable
        String reason = problem instanceof FileSystemException system ? system.getReason() : problem.getMessage();
        return reason == null ? "the system gives no reason" : reason;
    }
}

package io.github.recorder.store;

import io.github.recorder.recording.CorruptRecordingException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes archives of recordings. The same recordings give the same bytes. */
public final class ArchiveWriter {

    /** The time of all entries, without a time zone; the one that Maven's archiver and Gradle write. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private ArchiveWriter() {}

    /** Returns whether an archive may have a recording with this path. */
    public static boolean mayPack(String path) {
        return ZipDirectory.isPlain(path);
    }

    /**
     * Writes an archive of all files, sorted by path, in place of a file.
     *
     * @throws IOException if a file cannot be read, the archive cannot be written, or it would be refused
     */
    public static void write(RecordingFiles files, Path target) throws IOException {
        // Not a temporary file of the JVM, which only its owner may read.
        Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
        Files.createDirectories(Objects.requireNonNull(target.toAbsolutePath().getParent()));
        try {
            try (ZipOutputStream zip =
                    new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary)))) {
                for (String path : files.paths()) {
                    ZipEntry entry = new ZipEntry(path);
                    entry.setTimeLocal(TIME);
                    zip.putNextEntry(entry);
                    zip.write(files.content(path));
                }
            } catch (CorruptRecordingException problem) {
                throw new IOException(problem.getMessage(), problem);
            }
            ZipDirectory.read(temporary);
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}

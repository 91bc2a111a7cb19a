package io.github.recorder.store;

import io.github.recorder.recording.CorruptRecordingException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
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
     * Writes an archive in place of a file. An entry that compression would make suspiciously small is stored as it
     * is, because readers refuse it otherwise.
     *
     * @param paths the recordings, in the order of the archive
     * @throws IOException if a file cannot be read, the archive cannot be written, or it would be refused
     */
    public static void write(RecordingFiles files, List<String> paths, Path target) throws IOException {
        // Not a temporary file of the JVM, which only its owner may read.
        Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
        Files.createDirectories(Objects.requireNonNull(target.toAbsolutePath().getParent()));
        try {
            try (ZipOutputStream zip =
                    new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary)))) {
                for (String path : paths) {
                    ZipEntry entry = new ZipEntry(path);
                    entry.setTimeLocal(TIME);
                    byte[] content = files.content(path);
                    if (isSuspicious(content)) {
                        CRC32 checksum = new CRC32();
                        checksum.update(content);
                        entry.setMethod(ZipEntry.STORED);
                        entry.setSize(content.length);
                        entry.setCrc(checksum.getValue());
                    }
                    zip.putNextEntry(entry);
                    zip.write(content);
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

    /** Returns whether a zip file would make a content suspiciously small. Deflates only as much as that needs. */
    private static boolean isSuspicious(byte[] content) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(content);
            deflater.finish();
            deflater.deflate(new byte[content.length / ZipDirectory.HIGHEST_RATIO + 1]);
            return deflater.finished() && ZipDirectory.isSuspicious(content.length, deflater.getBytesWritten());
        } finally {
            deflater.end();
        }
    }
}

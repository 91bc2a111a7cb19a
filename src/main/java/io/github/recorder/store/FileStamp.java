package io.github.recorder.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the file system tells about a file without reading its content. If it is the same twice, and was old enough the
 * first time, the content is the same.
 *
 * @param size the length in bytes
 * @param modifiedNanos the time of the last change of the content, in nanoseconds since the epoch
 * @param changedNanos the time of the last change of anything, which no program can set; 0 on Windows, which has none
 * @param key identifies the file itself, so that another one in its place is noticed; null if the system has none
 */
public record FileStamp(
        long size,
        long modifiedNanos,
        long changedNanos,
        @Nullable Object key) {

    /** Two changes within this time may have the same time, because some file systems keep it in steps of 2 seconds. */
    private static final Duration STEP = Duration.ofSeconds(2);

    private static final String UNIX = "unix";

    /**
     * Asks the file system about a file, or about the file that a link leads to.
     *
     * @throws IOException if there is none
     */
    static FileStamp of(Path file) throws IOException {
        boolean unix = file.getFileSystem().supportedFileAttributeViews().contains(UNIX);
        Map<String, Object> found = Files.readAttributes(
                file, unix ? UNIX + ":size,lastModifiedTime,ctime,fileKey" : "size,lastModifiedTime,fileKey");
        return new FileStamp(
                Objects.requireNonNull((Long) found.get("size")),
                nanos(found.get("lastModifiedTime")),
                unix ? nanos(found.get("ctime")) : 0,
                found.get("fileKey"));
    }

    private static long nanos(@Nullable Object time) {
        return time instanceof FileTime known ? known.to(TimeUnit.NANOSECONDS) : Long.MAX_VALUE;
    }

    /** Whether a change at this time or later shows. It need not if the file was changed just before, or later. */
    boolean shows(Instant time) {
        return Math.max(modifiedNanos, changedNanos)
                < FileTime.from(time.minus(STEP)).to(TimeUnit.NANOSECONDS);
    }

    /** Whether the content was changed last before a time. */
    public boolean isModifiedBefore(Instant time) {
        return FileTime.from(modifiedNanos, TimeUnit.NANOSECONDS).toInstant().isBefore(time);
    }
}

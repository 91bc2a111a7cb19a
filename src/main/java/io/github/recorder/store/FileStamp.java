package io.github.recorder.store;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The file system's facts about a file, without its content. If they are equal twice, and were old enough the first
 * time, the content is the same.
 *
 * @param size the length in bytes
 * @param modifiedNanos the time of the last change of the content, in nanoseconds since the epoch
 * @param changedNanos the time of the last change of anything, which no program can set; 0 on Windows, which has none
 * @param device the file system of the file; 0 on Windows
 * @param inode the number of the file itself, so that a replacement is noticed; 0 on Windows
 */
public record FileStamp(long size, long modifiedNanos, long changedNanos, long device, long inode) {

    /** Two changes within this time may have the same time, because some file systems keep it in steps of 2 seconds. */
    private static final Duration STEP = Duration.ofSeconds(2);

    private static final String UNIX = "unix";
    private static final String EVERYWHERE = "size,lastModifiedTime";

    /** The names of the facts on Unix, and elsewhere. */
    private static final String NAMES = isUnix(FileSystems.getDefault()) ? onUnix() : EVERYWHERE;

    /**
     * Reads the stamp of a file, or of the file that a link leads to. Does for a file what the listing does, so that
     * the JVM compiles that once.
     *
     * @throws IOException if there is none
     */
    static FileStamp of(Path file) throws IOException {
        Map<String, Object> entry = entry(file);
        return Boolean.TRUE.equals(entry.get("isSymbolicLink"))
                ? of(Files.readAttributes(file, names(file.getFileSystem())))
                : of(entry);
    }

    /** Reads the attributes of a stamp and the kind of an entry of a folder, which may be a link. */
    static Map<String, Object> entry(Path entry) throws IOException {
        return Files.readAttributes(
                entry,
                names(entry.getFileSystem()) + ",isRegularFile,isDirectory,isSymbolicLink",
                LinkOption.NOFOLLOW_LINKS);
    }

    private static String names(FileSystem system) {
        return system == FileSystems.getDefault() ? NAMES : isUnix(system) ? onUnix() : EVERYWHERE;
    }

    /** Returns the stamp in attributes of {@link #entry}. */
    static FileStamp of(Map<String, Object> attributes) {
        Object changed = attributes.get("ctime");
        return new FileStamp(
                number(attributes.get("size")),
                nanos(attributes.get("lastModifiedTime")),
                changed == null ? 0 : nanos(changed),
                number(attributes.get("dev")),
                number(attributes.get("ino")));
    }

    private static boolean isUnix(FileSystem system) {
        return system.supportedFileAttributeViews().contains(UNIX);
    }

    private static String onUnix() {
        return UNIX + ":" + EVERYWHERE + ",ctime,dev,ino";
    }

    /** Returns all facts as text. The {@code toString} of a record makes method handles, which slow down a start. */
    String text() {
        return size + " " + modifiedNanos + " " + changedNanos + " " + device + " " + inode;
    }

    /** Returns whether all facts are equal. The {@code equals} of a record makes method handles, too. */
    boolean isSame(FileStamp other) {
        return size == other.size
                && modifiedNanos == other.modifiedNanos
                && changedNanos == other.changedNanos
                && device == other.device
                && inode == other.inode;
    }

    /**
     * Returns whether a file, or the file that a link leads to, has the size and the time of the last change of the
     * content. Costs a fraction of reading a stamp, and does not notice a change that was dated back.
     *
     * @throws IOException if there is none
     */
    boolean hasSizeAndTimeOf(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return size == now.size() && modifiedNanos == nanos(now.lastModifiedTime());
    }

    private static long number(@Nullable Object value) {
        return value instanceof Long known ? known : 0;
    }

    private static long nanos(@Nullable Object time) {
        return time instanceof FileTime known ? known.to(TimeUnit.NANOSECONDS) : Long.MAX_VALUE;
    }

    /**
     * Returns whether a change at this time or later would show. A change may not show if the file was changed just
     * before it, or later.
     */
    boolean shows(Instant time) {
        return Math.max(modifiedNanos, changedNanos)
                < FileTime.from(time.minus(STEP)).to(TimeUnit.NANOSECONDS);
    }

    /** Returns whether the content was last changed before a time. */
    public boolean isModifiedBefore(Instant time) {
        return FileTime.from(modifiedNanos, TimeUnit.NANOSECONDS).toInstant().isBefore(time);
    }
}

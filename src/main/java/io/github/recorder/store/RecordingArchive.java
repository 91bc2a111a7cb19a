package io.github.recorder.store;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.recording.CorruptRecordingException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A zip file of recordings, which is read in place: nothing of it is ever unpacked to a file. Opening it reads its
 * directory only. Thread-safe.
 */
public final class RecordingArchive implements AutoCloseable {

    private final String name;
    private final Path file;
    private final ZipDirectory directory;
    private final ReadWriteLock closing = new ReentrantReadWriteLock();
    private @Nullable ZipFile zip;

    private RecordingArchive(String name, Path file, ZipDirectory directory) {
        this.name = name;
        this.file = file;
        this.directory = directory;
    }

    /**
     * Reads the directory of an archive.
     *
     * @param name the coordinates for messages, for instance {@code com.acme:shop-recordings:1.4}
     * @param file the zip file
     * @throws IOException if it cannot be read, contains anything that is not a recording, or more than is allowed; the
     *     message says so in sentences
     */
    public static RecordingArchive open(String name, Path file) throws IOException {
        String artifact = "The artifact " + name + " of <artifacts> (-Drecorder.artifacts) ";
        String place = ". The file is " + file + ".";
        try {
            return new RecordingArchive(name, file, ZipDirectory.read(file));
        } catch (RefusedArchiveException refused) {
            throw new IOException(
                    artifact + "is refused, and nothing of it is used: " + refused.getMessage() + place
                            + " Name one that `recorder:package` made.",
                    refused);
        } catch (IOException problem) {
            throw new IOException(artifact + "cannot be read: " + FileFailure.message(problem) + place, problem);
        }
    }

    /**
     * Reads the directories of archives. None of them keeps its file open until a recording is read.
     *
     * @param files the zip files by the coordinates for messages; in this order
     * @throws IOException as {@link #open(String, Path)} does, for the first that it refuses
     */
    public static List<RecordingArchive> open(Map<String, Path> files) throws IOException {
        List<RecordingArchive> archives = new ArrayList<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            archives.add(open(file.getKey(), file.getValue()));
        }
        return archives;
    }

    /** Returns the coordinates for messages. */
    public String name() {
        return name;
    }

    /** Returns a digest that differs if the name, the length or the checksum of any recording differs. */
    public String digest() {
        return directory.digest();
    }

    /** Returns the recordings as paths with forward slashes, in no particular order. */
    public Set<String> paths() {
        return directory.entries().keySet();
    }

    /** Returns a stamp that differs if the content of a recording differs; its times are of no file. */
    FileStamp stamp(String path) throws IOException {
        ZipDirectory.Entry entry = entry(path);
        return new FileStamp(entry.size(), 0, 0, 0, entry.crc());
    }

    private ZipDirectory.Entry entry(String path) throws IOException {
        ZipDirectory.Entry entry = directory.entries().get(path);
        if (entry == null) {
            throw new IOException("there is no such entry");
        }
        return entry;
    }

    /** Reads a recording. */
    public byte[] content(String path) throws IOException, CorruptRecordingException {
        ZipDirectory.Entry entry = entry(path);
        if (entry.size() > RecordingReader.LONGEST_FILE) {
            throw new CorruptRecordingException(0, RecordingReader.tooLong(entry.size()));
        }
        byte[] content;
        closing.readLock().lock();
        try {
            ZipFile open = zip();
            ZipEntry found = open.getEntry(path);
            if (found == null) {
                throw new IOException(file + " was replaced");
            }
            try (InputStream in = open.getInputStream(found)) {
                content = in.readNBytes((int) entry.size() + 1);
            }
        } catch (EOFException | ZipException problem) {
            throw damaged();
        } finally {
            closing.readLock().unlock();
        }
        CRC32 checksum = new CRC32();
        checksum.update(content);
        if (content.length != entry.size() || checksum.getValue() != entry.crc()) {
            throw damaged();
        }
        return content;
    }

    private CorruptRecordingException damaged() {
        return new CorruptRecordingException(0, "its bytes in " + file + " are damaged");
    }

    private synchronized ZipFile zip() throws IOException {
        ZipFile open = zip;
        if (open == null) {
            open = new ZipFile(file.toFile());
            zip = open;
        }
        return open;
    }

    /** Closes the file when nobody reads it. Whoever reads a recording later opens it again. */
    @Override
    public void close() throws IOException {
        closing.writeLock().lock();
        try {
            ZipFile open = zip;
            zip = null;
            if (open != null) {
                open.close();
            }
        } finally {
            closing.writeLock().unlock();
        }
    }
}

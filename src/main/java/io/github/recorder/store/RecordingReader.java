package io.github.recorder.store;

import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import io.github.recorder.recording.RecordingHead;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Reads recording files, each only as far as needed. */
final class RecordingReader {

    /** A recording ends with one newline; a longer run of white space is not searched. */
    private static final int TAIL_BYTES = 64;

    /**
     * The longest file that is read and written, in bytes: an eighth of the heap, because reading one takes several
     * times its size, and 16 MiB to 512 MiB in any case.
     */
    static final long LONGEST_FILE =
            Math.max(16L << 20, Math.min(512L << 20, Runtime.getRuntime().maxMemory() / 8));

    private RecordingReader() {}

    /**
     * Reads the part that the index needs. It skips the response except for the file's last bytes, which reveal a
     * truncated file, the most frequent damage.
     */
    static RecordingHead head(Path file) throws IOException, CorruptRecordingException {
        RecordingHead head;
        try (InputStream in = open(file)) {
            head = RecordingCodec.readHead(in);
        } catch (CorruptRecordingException problem) {
            throw FileDamage.named(file, problem);
        }
        if (!endsLikeAnObject(file)) {
            check(file);
        }
        return head;
    }

    /** Reads a whole recording. */
    static Recording whole(Path file) throws IOException, CorruptRecordingException {
        try (InputStream in = open(file)) {
            return RecordingCodec.read(in.readAllBytes());
        } catch (CorruptRecordingException problem) {
            throw FileDamage.named(file, problem);
        }
    }

    /** Reads a file from end to end without building a tree. */
    static void check(Path file) throws IOException, CorruptRecordingException {
        try (InputStream in = open(file)) {
            RecordingCodec.check(in);
        } catch (CorruptRecordingException problem) {
            throw FileDamage.named(file, problem);
        }
    }

    /**
     * Opens a file that can be read to its end: opening a pipe would wait for a writer, and a device may have no end.
     */
    private static InputStream open(Path file) throws IOException, CorruptRecordingException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new IOException("it is not a regular file");
        }
        if (attributes.size() > LONGEST_FILE) {
            throw new CorruptRecordingException(0, tooLong(attributes.size()));
        }
        return new BufferedInputStream(Files.newInputStream(file));
    }

    /** Returns why a file of this length, in bytes, is neither read nor written. */
    static String tooLong(long length) {
        return "it has " + (length >> 20) + " MiB, and the longest recording that this JVM reads has "
                + (LONGEST_FILE >> 20)
                + " MiB, an eighth of its memory; give Maven more, for instance MAVEN_OPTS=-Xmx4g";
    }

    private static boolean endsLikeAnObject(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            ByteBuffer tail = ByteBuffer.allocate((int) Math.min(TAIL_BYTES, size));
            channel.read(tail, size - tail.capacity());
            for (int i = tail.position() - 1; i >= 0; i--) {
                byte last = tail.get(i);
                if (last > ' ') {
                    return last == '}';
                }
            }
            return false;
        }
    }
}

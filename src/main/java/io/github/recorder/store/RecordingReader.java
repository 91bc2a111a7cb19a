package io.github.recorder.store;

import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import io.github.recorder.recording.RecordingHead;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** Reads recording files, each only as far as needed. */
final class RecordingReader {

    /** A file up to this length is read at once, which costs less than to read its beginning and its end. */
    private static final int SMALL_BYTES = 64 * 1024;

    /** A recording ends with one newline; a longer run of white space is not searched. */
    private static final int TAIL_BYTES = 64;

    /**
     * The maximum length of a file that is read or written, in bytes: an eighth of the heap, because reading one takes
     * several times its size, and 16 MiB to 512 MiB in any case.
     */
    static final long LONGEST_FILE =
            Math.max(16L << 20, Math.min(512L << 20, Runtime.getRuntime().maxMemory() / 8));

    private RecordingReader() {}

    /**
     * Reads the part that the index needs. It skips the response except for the file's last bytes, which reveal a
     * truncated file, the most frequent damage.
     */
    static RecordingHead head(Path file) throws IOException, CorruptRecordingException {
        if (requireReadable(file) <= SMALL_BYTES) {
            return head(file, Files.readAllBytes(file));
        }
        RecordingHead head;
        try (InputStream in = open(file)) {
            head = RecordingCodec.readHead(in);
        } catch (CorruptRecordingException problem) {
            throw FileDamage.named(file, problem);
        }
        if (!endsLikeAnObject(tail(file))) {
            check(file);
        }
        return head;
    }

    /** The same as {@link #head(Path)}, for a file in memory. */
    static RecordingHead head(Path file, byte[] content) throws CorruptRecordingException {
        try {
            RecordingHead head = RecordingCodec.readHead(content);
            int tail = Math.min(TAIL_BYTES, content.length);
            if (!endsLikeAnObject(
                    ByteBuffer.wrap(content, content.length - tail, tail).slice())) {
                RecordingCodec.check(content);
            }
            return head;
        } catch (CorruptRecordingException problem) {
            throw FileDamage.named(file, problem);
        }
    }

    /** Reads the bytes of a file. */
    static byte[] content(Path file) throws IOException, CorruptRecordingException {
        requireReadable(file);
        return Files.readAllBytes(file);
    }

    /** Reads a whole recording. */
    static Recording whole(Path file) throws IOException, CorruptRecordingException {
        return whole(file, content(file));
    }

    /** The same as {@link #whole(Path)}, for a file in memory. */
    static Recording whole(Path file, byte[] content) throws CorruptRecordingException {
        try {
            return RecordingCodec.read(content);
        } catch (CorruptRecordingException problem) {
            throw FileDamage.named(file, problem);
        }
    }

    /**
     * Reads a complete file without building a tree.
     *
     * @return whether its response may be a failure of the service
     */
    static boolean check(Path file) throws IOException, CorruptRecordingException {
        return check(file, open(file));
    }

    /** The same as {@link #check(Path)}, for a file in memory. */
    static boolean check(Path file, byte[] content) throws CorruptRecordingException {
        try {
            return RecordingCodec.check(content);
        } catch (CorruptRecordingException problem) {
            throw FileDamage.named(file, problem);
        }
    }

    /** The same as {@link #check(Path)}, and adds the complete content to a digest, even if the file has faults. */
    static boolean check(Path file, MessageDigest digest) throws IOException, CorruptRecordingException {
        try (InputStream in = new DigestInputStream(open(file), digest)) {
            try {
                return check(file, new FilterInputStream(in) {
                    @Override
                    public void close() {
                        // The rest is read below.
                    }
                });
            } finally {
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    /** Adds the complete content of a file to a digest. */
    static void digest(Path file, MessageDigest digest) throws IOException, CorruptRecordingException {
        try (InputStream in = new DigestInputStream(open(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static boolean check(Path file, InputStream content) throws IOException, CorruptRecordingException {
        try (InputStream in = content) {
            return RecordingCodec.check(in);
        } catch (CorruptRecordingException problem) {
            throw FileDamage.named(file, problem);
        }
    }

    private static InputStream open(Path file) throws IOException, CorruptRecordingException {
        requireReadable(file);
        return new BufferedInputStream(Files.newInputStream(file));
    }

    /** Opens a regular file without a buffer. */
    static InputStream openRegular(Path file) throws IOException {
        requireRegular(Files.readAttributes(file, BasicFileAttributes.class));
        return Files.newInputStream(file);
    }

    /** Opening a pipe would wait for a writer, and a device may have no end. */
    private static void requireRegular(BasicFileAttributes attributes) throws IOException {
        if (!attributes.isRegularFile()) {
            throw new IOException("it is not a regular file");
        }
    }

    /** Returns the length of a file in bytes. */
    private static long requireReadable(Path file) throws IOException, CorruptRecordingException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        requireRegular(attributes);
        if (attributes.size() > LONGEST_FILE) {
            throw new CorruptRecordingException(0, tooLong(attributes.size()));
        }
        return attributes.size();
    }

    /** Returns why a file of this length, in bytes, is neither read nor written. */
    static String tooLong(long length) {
        return "it has " + (length >> 20) + " MiB, and the longest recording that this JVM reads has "
                + (LONGEST_FILE >> 20)
                + " MiB, an eighth of its memory; give Maven more, for instance MAVEN_OPTS=-Xmx4g";
    }

    private static ByteBuffer tail(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            ByteBuffer tail = ByteBuffer.allocate((int) Math.min(TAIL_BYTES, size));
            channel.read(tail, size - tail.capacity());
            return tail.flip();
        }
    }

    private static boolean endsLikeAnObject(ByteBuffer tail) {
        for (int i = tail.limit() - 1; i >= 0; i--) {
            byte last = tail.get(i);
            if (last > ' ') {
                return last == '}';
            }
        }
        return false;
    }
}

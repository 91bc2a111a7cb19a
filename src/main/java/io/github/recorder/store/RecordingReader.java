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

/** Reads recording files, and of each only the part that is needed. */
final class RecordingReader {

    /** A recording ends with one newline; a longer run of white space is not searched. */
    private static final int TAIL_BYTES = 64;

    private RecordingReader() {}

    /**
     * Reads the part that the index needs. It skips the response except for the file's last bytes, which reveal a
     * truncated file, the most frequent damage.
     */
    static RecordingHead head(Path file) throws IOException, CorruptRecordingException {
        RecordingHead head;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            head = RecordingCodec.readHead(in);
        }
        if (!endsLikeAnObject(file)) {
            check(file);
        }
        return head;
    }

    /** Reads a whole recording. */
    static Recording whole(Path file) throws IOException, CorruptRecordingException {
        return RecordingCodec.read(Files.readAllBytes(file));
    }

    /** Reads a file from end to end without building a tree. */
    static void check(Path file) throws IOException, CorruptRecordingException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            RecordingCodec.check(in);
        }
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

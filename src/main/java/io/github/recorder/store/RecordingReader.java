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

/** Reads recording files, as little of each as the question needs. */
final class RecordingReader {

    /** A recording is written with one newline at its end; more white space than this is not looked through. */
    private static final int TAIL_BYTES = 64;

    private RecordingReader() {}

    /**
     * Reads what the index needs. The response is not read, but for the file's last bytes: a file that was cut off,
     * which is how most files break, is told from a whole one.
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

    /** Reads a file from end to end without building anything of it. */
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

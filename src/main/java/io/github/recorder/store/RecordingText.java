package io.github.recorder.store;

import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;

/** The text of a recording, which is written part by part, so that it is never in memory as a whole. */
final class RecordingText implements AtomicWriter.Content {

    /** Thrown if a recording is longer than what is read again. */
    static final class TooLongException extends IOException {

        @Serial
        private static final long serialVersionUID = 1L;

        TooLongException(long length) {
            super(RecordingReader.tooLong(length));
        }
    }

    private final Recording recording;

    RecordingText(Recording recording) {
        this.recording = recording;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        LimitedOutput limited = new LimitedOutput(out);
        RecordingCodec.write(recording, limited);
        if (limited.length > RecordingReader.LONGEST_FILE) {
            throw new TooLongException(limited.length);
        }
    }

    /** Passes on bytes as long as a reader accepts their number, and counts the rest. */
    private static final class LimitedOutput extends OutputStream {

        private final OutputStream target;
        private long length;

        LimitedOutput(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            length += count;
            if (length <= RecordingReader.LONGEST_FILE) {
                target.write(bytes, from, count);
            }
        }
    }
}

package io.github.recorder.store;

import io.github.recorder.recording.RecordingOutline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A recording whose bodies are read from its file each time they are sent. Immutable. */
public final class LongRecording {

    private final Path file;
    private final FileStamp stamp;
    private final RecordingOutline outline;

    LongRecording(Path file, FileStamp stamp, RecordingOutline outline) {
        this.file = file;
        this.stamp = stamp;
        this.outline = outline;
    }

    /** Returns the recording without its bodies. */
    public RecordingOutline outline() {
        return outline;
    }

    /** Returns whether the file has not changed, as far as its stamp shows. */
    public boolean isUnchanged() {
        try {
            return FileStamp.of(file).isSame(stamp);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Opens the file at a position, in bytes. */
    public InputStream open(long position) throws IOException {
        InputStream in = RecordingReader.openRegular(file);
        try {
            in.skipNBytes(position);
            return in;
        } catch (IOException problem) {
            in.close();
            throw problem;
        }
    }
}

package io.github.recorder.recording;

import java.io.IOException;
import java.io.InputStream;

/** A text outside of memory, which can be read more than once. */
@FunctionalInterface
public interface TextSource {

    /**
     * Opens the text.
     *
     * @param position the first byte to read
     */
    InputStream open(long position) throws IOException;
}

package io.github.recorder.lifecycle;

import java.io.IOException;
import java.io.InputStream;

/** Reads the head of an HTTP message, for clients that load and allocate little. */
final class HeadReader {

    private HeadReader() {}

    /** Returns the next line, without its end. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("ended");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}

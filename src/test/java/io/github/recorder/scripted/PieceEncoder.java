package io.github.recorder.scripted;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The pieces of a body as bytes, encoded where that is asked for, so that each can be decoded when it is there. */
final class PieceEncoder {

    private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    private final @Nullable GZIPOutputStream gzip;

    PieceEncoder(boolean gzip) throws IOException {
        this.gzip = gzip ? new GZIPOutputStream(encoded, 512, true) : null;
    }

    byte[] piece(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (gzip == null) {
            return bytes;
        }
        gzip.write(bytes);
        gzip.flush();
        return taken();
    }

    /** Returns what comes after the last piece; may be empty. */
    byte[] end() throws IOException {
        if (gzip != null) {
            gzip.finish();
        }
        return taken();
    }

    private byte[] taken() {
        byte[] bytes = encoded.toByteArray();
        encoded.reset();
        return bytes;
    }
}

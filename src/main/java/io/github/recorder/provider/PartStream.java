package io.github.recorder.provider;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A stream that is made part by part. */
abstract class PartStream extends InputStream {

    private byte @Nullable [] part = new byte[0];
    private int next;

    /** Returns the next part, which may be empty; null after the last one. */
    abstract byte @Nullable [] nextPart() throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public final int read(byte[] target, int offset, int length) throws IOException {
        while (part != null && next == part.length) {
            part = nextPart();
            next = 0;
        }
        if (part == null) {
            return length == 0 ? 0 : -1;
        }
        int count = Math.min(length, part.length - next);
        System.arraycopy(part, next, target, offset, count);
        next += count;
        return count;
    }
}

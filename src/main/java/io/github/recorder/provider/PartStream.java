package io.github.recorder.provider;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A stream that is made part by part. */
abstract class PartStream extends InputStream {

    private byte[] part = new byte[0];
    private int next;
    private boolean ended;

    /** Returns the next part, which may have no bytes; empty after the last one. */
    abstract Optional<byte[]> nextPart() throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public final int read(byte[] target, int offset, int length) throws IOException {
        while (!ended && next == part.length) {
            Optional<byte[]> following = nextPart();
            ended = following.isEmpty();
            part = following.orElse(part);
            next = ended ? part.length : 0;
        }
        if (ended) {
            return length == 0 ? 0 : -1;
        }
        int count = Math.min(length, part.length - next);
        System.arraycopy(part, next, target, offset, count);
        next += count;
        return count;
    }
}

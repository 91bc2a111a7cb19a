package io.github.recorder.provider;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** The bytes of a base64 text, as {@link Base64.Decoder#decode} returns them, decoded while the text is read. */
final class Base64Stream extends PartStream {

    /** A multiple of four characters, which are three bytes. */
    private static final int CHUNK = 1 << 16;

    private final InputStream text;
    private boolean ended;

    /** @param text closed with the stream */
    Base64Stream(InputStream text) {
        this.text = text;
    }

    @Override
    Optional<byte[]> nextPart() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        byte[] characters = new byte[CHUNK];
        int count = text.readNBytes(characters, 0, CHUNK);
        ended = count < CHUNK;
        try {
            byte[] part = Base64.getDecoder().decode(Arrays.copyOf(characters, count));
            if (!ended && part.length != CHUNK / 4 * 3) {
                throw new IOException("the base64 has padding before its end");
            }
            return Optional.of(part);
        } catch (IllegalArgumentException notBase64) {
            throw new IOException(notBase64);
        }
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}

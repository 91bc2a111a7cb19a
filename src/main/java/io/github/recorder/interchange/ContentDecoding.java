package io.github.recorder.interchange;

import io.github.recorder.recording.HttpHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Removes the content coding of bodies that a tool stored as they were sent. */
final class ContentDecoding {

    private static final int MOST_BYTES = 64 << 20;
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;
    private static final int ZLIB_DEFLATE = 0x78;

    private ContentDecoding() {}

    /**
     * Returns a body without its content coding. Tools store some bodies decoded and keep the header, so a body that
     * does not begin as its coding requires is returned unchanged.
     *
     * @param headers the headers that name the coding
     * @throws UnimportableEntryException if the body cannot be decoded
     */
    static ByteBuffer decoded(List<HttpHeader> headers, ByteBuffer body) throws UnimportableEntryException {
        String coding =
                HttpHeader.first(headers, "Content-Encoding").orElse("").strip().toLowerCase(Locale.ROOT);
        int first = body.remaining() > 1 ? body.get(body.position()) & 0xff : -1;
        int second = body.remaining() > 1 ? body.get(body.position() + 1) & 0xff : -1;
        return switch (coding) {
            case "gzip", "x-gzip" ->
                first == GZIP_MAGIC_1 && second == GZIP_MAGIC_2 ? inflated(body, coding, GZIPInputStream::new) : body;
            case "deflate" -> first == ZLIB_DEFLATE ? inflated(body, coding, InflaterInputStream::new) : body;
            default -> body;
        };
    }

    /** Opens a stream that decodes another. */
    @FunctionalInterface
    private interface Decoder {
        InputStream of(InputStream encoded) throws IOException;
    }

    private static ByteBuffer inflated(ByteBuffer body, String coding, Decoder decoder)
            throws UnimportableEntryException {
        try (InputStream in = decoder.of(new ByteArrayInputStream(ForeignFields.bytes(body)))) {
            byte[] decoded = in.readNBytes(MOST_BYTES + 1);
            if (decoded.length > MOST_BYTES) {
                throw new UnimportableEntryException("its body is longer than " + (MOST_BYTES >> 20) + " MiB");
            }
            return ByteBuffer.wrap(decoded);
        } catch (IOException damaged) {
            throw new UnimportableEntryException("its body is not valid " + coding);
        }
    }
}

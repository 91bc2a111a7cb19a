package io.github.recorder.provider;

import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.MediaType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An HTTP response that is ready to be written.
 *
 * @param status the HTTP status code
 * @param headers the headers in the order they are sent; each value of a repeated name is separate; {@code
 *     Content-Length} only in responses to {@code HEAD}, because the transport sets it otherwise
 * @param body the complete body, read-only; a reader uses a {@link ByteBuffer#duplicate() duplicate}, because many may
 *     read at once
 * @param ending how the connection ends after the body
 */
public record WireResponse(int status, List<HttpHeader> headers, ByteBuffer body, Ending ending) {

    /** How a response ends on the wire. */
    public enum Ending {
        /** Normally: the client sees a complete message. */
        COMPLETE,
        /**
         * The connection is cut after the last byte of a chunked body, so that the client sees an incomplete message.
         */
        CUT
    }

    /** Keeps a copy of the headers. */
    public WireResponse {
        headers = List.copyOf(headers);
    }

    /** Creates a complete response. */
    public WireResponse(int status, List<HttpHeader> headers, ByteBuffer body) {
        this(status, headers, body, Ending.COMPLETE);
    }

    /** Returns the first value of a header; empty if there is none. */
    public Optional<String> header(String name) {
        return HttpHeader.first(headers, name);
    }

    /** Returns the media type of the body. */
    public MediaType mediaType() {
        return MediaType.of(header(WireFormat.CONTENT_TYPE).orElse(null));
    }

    /** Returns a copy of the body. */
    public byte[] bytes() {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return bytes;
    }

    /** Returns a copy with these headers instead of its own. */
    public WireResponse with(List<HttpHeader> others) {
        return new WireResponse(status, others, body, ending);
    }

    /** Returns a copy with this body instead of its own. */
    public WireResponse with(byte[] other) {
        return new WireResponse(status, headers, ByteBuffer.wrap(other).asReadOnlyBuffer(), ending);
    }

    /** Returns a copy with one more header. */
    public WireResponse with(HttpHeader more) {
        return with(Stream.concat(headers.stream(), Stream.of(more)).toList());
    }
}

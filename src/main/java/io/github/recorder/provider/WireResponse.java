package io.github.recorder.provider;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * An HTTP response that is ready to be written.
 *
 * @param status the HTTP status code
 * @param headers names and values in the order they are sent; no {@code Content-Length}, which is the transport's
 * @param body the whole body, read-only; a reader takes a {@link ByteBuffer#duplicate() duplicate}, for many may read
 *     at once
 * @param ending how the connection ends after the body
 */
public record WireResponse(int status, Map<String, String> headers, ByteBuffer body, Ending ending) {

    /** How a response ends on the wire. */
    public enum Ending {
        /** As HTTP has it: the client sees a complete message. */
        COMPLETE,
        /**
         * The connection is cut after the last byte of a chunked body, so that the client sees an incomplete message.
         */
        CUT
    }
}

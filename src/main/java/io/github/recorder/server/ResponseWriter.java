package io.github.recorder.server;

import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.MediaType;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/**
 * Writes a response to the client.
 *
 * <p>A stream of events or JSON lines has no {@code Content-Length}, as from a provider, but is written at once like
 * every other response: a flush for each event costs thirteen times the CPU.
 */
final class ResponseWriter {

    /** Headers that the transport sets itself, whatever a recording holds. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "content-length",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /**
     * Headers by which a service lets pages read its responses. They must not decide that for this server; {@link
     * PagePermission} does.
     */
    private static final String CORS = "access-control-";

    /** RFC 9110, 5.6.2: the name of a header. With any other, a client takes the rest of the head for the body. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    static final HttpField CHUNKED = new HttpField(HttpHeader.TRANSFER_ENCODING, HttpHeaderValue.CHUNKED);

    /**
     * The maximum size of one write to a socket. The JDK copies it into off-heap memory that the thread keeps, so a few
     * huge responses could otherwise exhaust it.
     */
    private static final int SLICE_BYTES = 256 << 10;

    private ResponseWriter() {}

    /**
     * Writes a response and completes the exchange.
     *
     * @throws IllegalArgumentException if the status is not a final one; nothing is written then
     */
    static void write(WireResponse wire, Request request, Response response, Callback callback) {
        boolean streamed = head(wire, request, response);
        int status = wire.status();
        HttpFields.Mutable headers = response.getHeaders();
        if (status == HttpStatus.NO_CONTENT_204 || status == HttpStatus.NOT_MODIFIED_304) {
            callback.succeeded();
            return;
        }
        if (declaresLength(wire, request, response)) {
            callback.succeeded();
            return;
        }
        boolean cut = wire.ending() == WireResponse.Ending.CUT;
        ByteBuffer body = encoded(wire, request, cut);
        frame(body.remaining(), streamed, cut, request, headers);
        Callback end = cut ? new Cut(callback) : callback;
        if (body.remaining() <= SLICE_BYTES) {
            response.write(!cut, body, end);
        } else {
            new Slices(response, body, !cut, end).iterate();
        }
    }

    /**
     * Sets the headers that tell where a body of known length ends. That of a response to {@code HEAD} is the length of
     * another body, and is not known if it is 0.
     *
     * @param streamed whether providers stream the content type
     * @param cut whether the connection is cut after the body
     */
    static void frame(long length, boolean streamed, boolean cut, Request request, HttpFields.Mutable headers) {
        boolean canChunk = request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_0;
        if (cut && !canChunk) {
            // Without chunked encoding, only an unfulfilled Content-Length shows the client that something is missing.
            headers.put(HttpHeader.CONTENT_LENGTH, length + 1);
        } else if (canChunk && (cut || streamed || (length == 0 && HttpMethod.HEAD.is(request.getMethod())))) {
            headers.put(CHUNKED);
        } else {
            headers.put(HttpHeader.CONTENT_LENGTH, length);
        }
    }

    private static ByteBuffer encoded(WireResponse wire, Request request, boolean cut) {
        ResponseEncoder encoder = ResponseEncoder.of(wire, request);
        if (encoder == null) {
            return wire.body().duplicate();
        }
        ByteBuffer most = encoder.encode(wire.body());
        if (cut) {
            return most;
        }
        ByteBuffer end = encoder.end();
        return ByteBuffer.allocate(most.remaining() + end.remaining())
                .put(most)
                .put(end)
                .flip();
    }

    /**
     * Sets the length that a service declared for the body of a {@code GET}, which is the only purpose of some {@code
     * HEAD} requests.
     *
     * @return whether there is one, so that the response is its head
     */
    static boolean declaresLength(WireResponse wire, Request request, Response response) {
        Optional<String> length = wire.header(HttpHeader.CONTENT_LENGTH.asString());
        if (!HttpMethod.HEAD.is(request.getMethod()) || length.isEmpty()) {
            return false;
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length.get());
        return true;
    }

    /**
     * Sets status and headers.
     *
     * @return whether providers stream this content type
     * @throws IllegalArgumentException if the status is not a final one
     */
    static boolean head(WireResponse wire, Request request, Response response) {
        int status = wire.status();
        if (status < 200 || status > 999) {
            throw new IllegalArgumentException(
                    "Status " + status + " is not one that ends an exchange: use 200 to 999.");
        }
        response.setStatus(status);
        HttpFields.Mutable headers = response.getHeaders();
        boolean streamed = false;
        for (io.github.recorder.recording.HttpHeader header : wire.headers()) {
            String name = header.name();
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("content-type")) {
                streamed = MediaType.of(header.value()).isStream();
                headers.add(HttpHeader.CONTENT_TYPE, header.value());
            } else if (TOKEN.matcher(name).matches()
                    && !HOP_BY_HOP.contains(lower)
                    && !lower.startsWith(CORS)
                    && !(lower.equals("content-encoding") && ResponseEncoder.leavesDecoded(wire, request))) {
                headers.add(name, header.value());
            }
        }
        return streamed;
    }

    /** Cuts the connection after the body. Jetty does so when a failure follows the head. */
    private static final class Cut extends Callback.Nested {

        Cut(Callback exchange) {
            super(exchange);
        }

        @Override
        public void succeeded() {
            failed(new EofException("The recorded stream ends here."));
        }
    }

    /** Writes a huge body slice by slice. */
    private static final class Slices extends IteratingNestedCallback {

        private final Response response;
        private final ByteBuffer body;
        private final boolean endsMessage;
        private int position;

        Slices(Response response, ByteBuffer body, boolean endsMessage, Callback end) {
            super(end);
            this.response = response;
            this.body = body;
            this.endsMessage = endsMessage;
            this.position = body.position();
        }

        @Override
        protected Action process() {
            int rest = body.limit() - position;
            if (rest == 0) {
                return Action.SUCCEEDED;
            }
            int count = Math.min(rest, SLICE_BYTES);
            ByteBuffer slice = body.slice(position, count);
            position += count;
            response.write(endsMessage && count == rest, slice, this);
            return Action.SCHEDULED;
        }
    }
}

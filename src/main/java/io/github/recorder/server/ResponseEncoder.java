package io.github.recorder.server;

import io.github.recorder.provider.WireResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the body of a response again as the service did, in gzip or deflate, because the recorder works with decoded
 * bodies. So a client that decodes by itself sees what it saw from the service. For one response.
 */
final class ResponseEncoder {

    private static final int BUFFER_BYTES = 512;

    private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    private final DeflaterOutputStream encoding;

    private ResponseEncoder(boolean gzip) {
        try {
            this.encoding =
                    gzip ? new GZIPOutputStream(encoded, BUFFER_BYTES, true) : new DeflaterOutputStream(encoded, true);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // It writes to memory.
        }
    }

    /** Returns an encoder for a response; null if its body is sent as it is. */
    static @Nullable ResponseEncoder of(WireResponse wire, Request request) {
        String coding = decoded(wire);
        boolean encodes = !coding.isEmpty() && accepts(request, coding) && !HttpMethod.HEAD.is(request.getMethod());
        return encodes ? new ResponseEncoder(coding.equals("gzip")) : null;
    }

    /** Returns whether the body is sent decoded, because this client, unlike the recorded one, does not ask for it. */
    static boolean leavesDecoded(WireResponse wire, Request request) {
        String coding = decoded(wire);
        return !coding.isEmpty() && !accepts(request, coding);
    }

    /** Returns the content coding in which the service sent a body that is kept decoded; empty if there is none. */
    private static String decoded(WireResponse wire) {
        String codings = wire.headers().stream()
                .filter(header -> header.is(HttpHeader.CONTENT_ENCODING.asString()))
                .map(header -> header.value().strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
        return switch (codings) {
            case "gzip", "x-gzip" -> "gzip";
            case "deflate" -> "deflate";
            default -> "";
        };
    }

    private static boolean accepts(Request request, String coding) {
        return request.getHeaders().getFields(HttpHeader.ACCEPT_ENCODING).stream()
                .anyMatch(field -> io.github.recorder.recording.HttpHeader.acceptsCoding(field.getValue(), coding));
    }

    /** Returns the next part of the encoded body, from which a client can decode all of the next part of the body. */
    ByteBuffer encode(ByteBuffer part) {
        byte[] bytes = new byte[part.remaining()];
        part.duplicate().get(bytes);
        try {
            encoding.write(bytes);
            encoding.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return taken();
    }

    /** Returns the last part of the encoded body. */
    ByteBuffer end() {
        try {
            encoding.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return taken();
    }

    private ByteBuffer taken() {
        ByteBuffer part = ByteBuffer.wrap(encoded.toByteArray());
        encoded.reset();
        return part;
    }
}

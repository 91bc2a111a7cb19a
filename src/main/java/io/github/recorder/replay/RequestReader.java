package io.github.recorder.replay;

import io.github.recorder.provider.Endpoint;
import io.github.recorder.provider.LiveRequest;
import io.github.recorder.provider.RequestBodies;
import java.nio.ByteBuffer;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Reads what came over the wire as the request that is compared and recorded; replaces its credentials. Safe for use by many threads. */
public final class RequestReader {

    private RequestReader() {}

    /**
     * Reads a request.
     *
     * @throws tools.jackson.core.JacksonException where the body has to be JSON and is not
     */
    public static LiveRequest read(Exchange exchange, ReplaySettings settings) {
        JsonNode body = RequestBodies.read(exchange.headers().first("Content-Type"), bytes(exchange.body()));
        return new LiveRequest(
                method(exchange),
                endpoint(exchange, settings),
                body == null ? null : settings.redaction().json(body),
                exchange.caller().test(),
                exchange.caller().formerTest());
    }

    /** Returns the method in upper case. */
    public static String method(Exchange exchange) {
        return exchange.method().toUpperCase(Locale.ROOT);
    }

    /** Returns where a request goes. */
    public static Endpoint endpoint(Exchange exchange, ReplaySettings settings) {
        String query = settings.redaction().query(exchange.query());
        String target = query == null ? exchange.path() : exchange.path() + "?" + query;
        return Endpoint.parse(target, settings.upstreams().names());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}

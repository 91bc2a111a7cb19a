package io.github.recorder.replay;

import io.github.recorder.provider.Endpoint;
import io.github.recorder.provider.LiveRequest;
import io.github.recorder.provider.RequestBodies;
import io.github.recorder.redaction.Redaction;
import io.github.recorder.redaction.RedactionText;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Converts a request from the wire to the form in which it is compared and recorded, with its credentials replaced.
 * Thread-safe.
 */
public final class RequestReader {

    private RequestReader() {}

    /** Reads a request. */
    public static LiveRequest read(Exchange exchange, ReplaySettings settings) {
        JsonNode body = RequestBodies.read(exchange.headers().first("Content-Type"), bytes(exchange.body()));
        return new LiveRequest(
                method(exchange),
                endpoint(exchange, settings),
                body == null ? null : redaction(exchange, settings).json(body),
                exchange.caller().test(),
                exchange.caller().formerTest(),
                exchange.host(),
                headers(exchange, settings));
    }

    private static Map<String, String> headers(Exchange exchange, ReplaySettings settings) {
        Map<String, String> headers = new HashMap<>();
        for (String name : settings.headers()) {
            String sent = exchange.headers().first(name);
            if (sent != null) {
                String value = settings.redaction().withoutAddress(sent);
                String redacted = settings.redaction().header(name, value);
                headers.put(name, redacted.equals(value) ? value : RedactionText.distinguishing(value));
            }
        }
        return headers;
    }

    /** Returns the method in upper case. */
    public static String method(Exchange exchange) {
        return exchange.method().toUpperCase(Locale.ROOT);
    }

    /** Returns the target of a request. */
    public static Endpoint endpoint(Exchange exchange, ReplaySettings settings) {
        Set<String> names = settings.upstreams().names();
        Endpoint path = Endpoint.parse(exchange.path(), names);
        if (exchange.query() == null) {
            return path;
        }
        String query = redaction(exchange, settings).query(exchange.query());
        return Endpoint.parse(exchange.path() + "?" + query, names);
    }

    /**
     * Every user sends another key to an LLM service. For any other service, {@code key} and {@code token} may be data.
     */
    private static Redaction redaction(Exchange exchange, ReplaySettings settings) {
        Endpoint path = Endpoint.parse(exchange.path(), settings.upstreams().names());
        boolean llm = settings.upstreams().isLlm(path);
        return llm ? settings.redaction() : settings.redaction().distinguishing();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}

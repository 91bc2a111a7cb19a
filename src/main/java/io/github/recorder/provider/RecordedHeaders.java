package io.github.recorder.provider;

import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The headers of a recorded response: all that the service sent, except for those that would be wrong on replay. In the
 * file they are an object; a name with several values has a list of them.
 */
final class RecordedHeaders {

    /** The key in a recorded response, which the original's reader ignores. */
    static final String KEY = RecordedResponse.HEADERS;

    /**
     * Headers about the moment of recording, and orders to the client about the service's own host: to use HTTP/3
     * there, or HTTPS only.
     */
    private static final Set<String> LEFT_OUT = Set.of("alt-svc", "date", "strict-transport-security");

    /**
     * Headers that differ from one response to the next, whatever its content: ids of requests and traces, rate limits,
     * measured times, and notes of caches and networks.
     */
    private static final Pattern CHANGING =
            Pattern.compile(".*(request-?id|requestid|trace-?id|traceparent|correlation-?id|rate-?limit).*"
                    + "|.*-(ms|time|timing|runtime|timer|duration)"
                    + "|age|cf-.*|expires|nel|report-to|retry-after.*|via"
                    + "|x-amz-id-2|x-amz-cf-.*|x-cache.*|x-served-by");

    private RecordedHeaders() {}

    /** Returns the headers in the format of the file. */
    static ObjectNode of(List<HttpHeader> headers) {
        ObjectNode stored = Json.nodes().objectNode();
        byName(headers).forEach((lower, same) -> {
            ArrayNode values = Json.nodes().arrayNode();
            same.forEach(header -> values.add(header.value()));
            stored.set(same.get(0).name(), values.size() == 1 ? values.path(0) : values);
        });
        return stored;
    }

    /** Returns whether the recorded headers of two responses are equal. */
    static boolean isSame(List<HttpHeader> one, List<HttpHeader> other) {
        return values(one).equals(values(other));
    }

    private static List<List<String>> values(List<HttpHeader> headers) {
        List<List<String>> values = new ArrayList<>();
        byName(headers).forEach((lower, same) -> {
            List<String> named = new ArrayList<>(List.of(lower));
            same.forEach(header -> named.add(header.value()));
            values.add(named);
        });
        return values;
    }

    /** Returns the headers that are recorded, by their names in lower case, in the order of their first occurrence. */
    private static Map<String, List<HttpHeader>> byName(List<HttpHeader> headers) {
        Map<String, List<HttpHeader>> byName = new LinkedHashMap<>();
        for (HttpHeader header : headers) {
            String lower = header.name().toLowerCase(Locale.ROOT);
            if (!LEFT_OUT.contains(lower)) {
                byName.computeIfAbsent(lower, first -> new ArrayList<>()).add(header);
            }
        }
        return byName;
    }

    /** Returns the recorded headers; null if the file has none, because the original made it or it is an SDK's call. */
    static @Nullable List<HttpHeader> in(RecordedResponse response) {
        if (!(response.document().get(KEY) instanceof ObjectNode stored)) {
            return null;
        }
        List<HttpHeader> headers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> header : stored.properties()) {
            JsonNode value = header.getValue();
            if (value.isArray()) {
                value.forEach(one -> headers.add(new HttpHeader(header.getKey(), one.asString(""))));
            } else {
                headers.add(new HttpHeader(header.getKey(), value.asString("")));
            }
        }
        return headers;
    }

    /** Returns the recorded content type; empty if none is recorded. */
    static Optional<String> contentType(RecordedResponse response) {
        List<HttpHeader> headers = in(response);
        return headers == null ? Optional.empty() : HttpHeader.first(headers, WireFormat.CONTENT_TYPE);
    }

    /** Returns the recorded headers that belong to the content of a response, by their names in lower case. */
    static ObjectNode telling(RecordedResponse response) {
        ObjectNode telling = Json.nodes().objectNode();
        for (Map.Entry<String, JsonNode> header : response.document().path(KEY).properties()) {
            String lower = header.getKey().toLowerCase(Locale.ROOT);
            if (!CHANGING.matcher(lower).matches()) {
                telling.set(lower, header.getValue());
            }
        }
        return telling;
    }
}

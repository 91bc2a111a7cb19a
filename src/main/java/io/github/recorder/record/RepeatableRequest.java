package io.github.recorder.record;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.ApiKey;
import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.Endpoint;
import io.github.recorder.provider.KnownServices;
import io.github.recorder.provider.LiveExchange;
import io.github.recorder.provider.LiveRequest;
import io.github.recorder.provider.RequestBodies;
import io.github.recorder.provider.Upstream;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.Recording;
import io.github.recorder.redaction.RedactionText;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request that a recording holds, as it can be sent to its real service again. A recording has no headers of the
 * request, so it gets those that its service requires.
 *
 * @param call the request in its recorded form
 * @param target the path and query to send, as a client writes them after the base URL
 * @param headers the headers, with the dummy in place of the key
 * @param body the bytes to send; empty if there is none
 */
record RepeatableRequest(LiveExchange call, Endpoint target, List<HttpHeader> headers, ByteBuffer body) {

    private static final String VERSION = "/v1";

    /** The name of a model in the paths of Google's APIs. */
    private static final Pattern MODEL_IN_PATH = Pattern.compile("(?<=/models/)[^/:?]+(?=:)");

    /** The key that every user of Google's APIs may send in the query; it is replaced in the recording. */
    private static final String REDACTED_KEY = "key=" + RedactionText.PLAIN;

    /**
     * Returns the request of a recording.
     *
     * @param model the model to request in place of the recorded one; null for the recorded one
     * @param dummyKey the text in place of the key
     * @throws UnansweredRequestException if it cannot be sent again
     */
    static RepeatableRequest of(
            Recording recording, @Nullable String model, UpstreamTable upstreams, Dialects dialects, String dummyKey)
            throws UnansweredRequestException {
        WireRequest wire = dialects.wire(recording.request())
                .orElseThrow(() -> unsent("no request over HTTP can match this kind of recording"));
        UpstreamTable.Place place = place(recording.request(), wire, upstreams);
        Upstream service = place.service();
        if (service.url() == null) {
            throw unsent("the upstream " + service.name() + " has no URL; give it one with <upstreams>");
        }
        JsonNode body = body(recording.request(), wire);
        String path = service.isLlm() ? withoutKey(place.path()) : place.path();
        if (RedactionText.isIn(path) || (body != null && RedactionText.isIn(body.toString()))) {
            throw unsent("its request has values that were replaced when it was recorded");
        }
        String type = contentType(recording);
        if (body != null && !RequestBodies.isJson(body)) {
            if (type.isEmpty()) {
                throw unsent("the body of its request is not JSON, and the recording does not have its content type");
            }
            if (RequestBodies.bytes(body).isEmpty() || !RequestBodies.isUnicode(type)) {
                throw unsent("the recording does not have the bytes of its request's body");
            }
        }
        Endpoint recorded = Endpoint.parse("/" + service.name() + path, upstreams.names());
        Endpoint target = recorded;
        JsonNode sent = body;
        if (model != null) {
            boolean inBody = body instanceof ObjectNode && body.path("model").isString();
            String otherPath = MODEL_IN_PATH.matcher(path).replaceAll(Matcher.quoteReplacement(model));
            if (!inBody && otherPath.equals(path)) {
                throw unsent("its request names no model");
            }
            sent = inBody && body instanceof ObjectNode object
                    ? object.deepCopy().put("model", model)
                    : body;
            target = Endpoint.parse("/" + service.name() + otherPath, upstreams.names());
        }
        Dialect dialect = dialects.forEndpoint(wire.method(), recorded);
        LiveRequest live = new LiveRequest(wire.method(), recorded, body, recording.testId());
        return new RepeatableRequest(
                new LiveExchange(live, service, dialect),
                target,
                headers(recording, service, dialect, sent, dummyKey),
                sent == null
                        ? ByteBuffer.allocate(0)
                        : ByteBuffer.wrap(RequestBodies.bytes(sent).orElseThrow()));
    }

    /** Returns the content type of the request if it is among the headers that count; else an empty text. */
    private static String contentType(Recording recording) {
        return recording.response().document().path("request_headers").properties().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Content-Type"))
                .map(header -> header.getValue().asString(""))
                .findFirst()
                .orElse("");
    }

    /** Returns the query; null if there is none. */
    @Nullable
    String query() {
        String sent = target.sent();
        int mark = sent.indexOf('?');
        return mark < 0 ? null : sent.substring(mark + 1);
    }

    private static UnansweredRequestException unsent(String reason) {
        return new UnansweredRequestException(reason, false);
    }

    private static UpstreamTable.Place place(RecordedRequest recorded, WireRequest wire, UpstreamTable upstreams)
            throws UnansweredRequestException {
        if (recorded instanceof RecordedRequest.Http http) {
            return known(upstreams.placeOf(http.url()), http.url());
        }
        if (!(recorded instanceof RecordedRequest.Inference call)) {
            throw unsent("its request has no URL");
        }
        boolean whole = call.url().endsWith(call.endpoint());
        String base = whole
                ? call.url().substring(0, call.url().length() - call.endpoint().length())
                : call.url();
        UpstreamTable.Place place = known(upstreams.placeOf(base), base);
        // If the base URL of the client has a version, the endpoint of the recording repeats it.
        boolean versioned = !place.path().isEmpty() && wire.endpoint().startsWith(VERSION + "/");
        String endpoint = versioned ? wire.endpoint().substring(VERSION.length()) : wire.endpoint();
        return new UpstreamTable.Place(place.service(), whole ? place.path() + endpoint : place.path());
    }

    private static UpstreamTable.Place known(Optional<UpstreamTable.Place> place, String url)
            throws UnansweredRequestException {
        return place.orElseThrow(() -> unsent("no known service and none of <upstreams> has the URL " + origin(url)));
    }

    private static String origin(String url) {
        int scheme = url.indexOf("://");
        int path = url.indexOf('/', scheme < 0 ? 0 : scheme + "://".length());
        return path < 0 ? url : url.substring(0, path);
    }

    private static @Nullable JsonNode body(RecordedRequest recorded, WireRequest wire) {
        JsonNode body = recorded instanceof RecordedRequest.Http http ? http.payload() : wire.body();
        return body == null || body.isNull() || body.isMissingNode() ? null : body;
    }

    private static String withoutKey(String path) {
        int mark = path.indexOf('?');
        if (mark < 0) {
            return path;
        }
        String left = Arrays.stream(path.substring(mark + 1).split("&", -1))
                .filter(parameter -> !parameter.startsWith(REDACTED_KEY))
                .collect(Collectors.joining("&"));
        return path.substring(0, mark) + (left.isEmpty() ? "" : "?" + left);
    }

    private static List<HttpHeader> headers(
            Recording recording, Upstream service, Dialect dialect, @Nullable JsonNode body, String dummyKey)
            throws UnansweredRequestException {
        List<HttpHeader> headers = new ArrayList<>(KnownServices.requiredHeaders(service.name()));
        if (body != null && contentType(recording).isEmpty()) {
            headers.add(new HttpHeader("Content-Type", MediaType.JSON));
        }
        for (var header :
                recording.response().document().path("request_headers").properties()) {
            String value = header.getValue().asString("");
            if (RedactionText.isIn(value)) {
                throw unsent("the header " + header.getKey().toLowerCase(Locale.ROOT)
                        + " of its request was replaced when it was recorded");
            }
            if (!value.isEmpty()) {
                headers.add(new HttpHeader(header.getKey(), value));
            }
        }
        ApiKey key = KnownServices.key(service.name(), dialect);
        headers.add(new HttpHeader(key.header(), key.value(dummyKey)));
        return List.copyOf(headers);
    }
}

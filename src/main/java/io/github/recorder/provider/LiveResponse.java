package io.github.recorder.provider;

import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The complete response of a real service.
 *
 * @param status the HTTP status code
 * @param headers all headers that apply to {@code content}; each value of a repeated name is separate
 * @param content the complete body, without its content coding
 * @param ending whether the body was complete
 * @param arrivals when the parts of the body arrived; empty if timing is not recorded
 * @param events the values of the events of the body, which nothing but the recording has, if they were read and there
 *     is nothing to redact in the body; else null
 */
public record LiveResponse(
        int status,
        List<HttpHeader> headers,
        ByteBuffer content,
        WireResponse.Ending ending,
        List<Arrival> arrivals,
        @Nullable List<ObjectNode> events) {

    /**
     * The arrival of a part of a body.
     *
     * @param end the number of bytes of the body that had arrived
     * @param millis the time since the request
     */
    public record Arrival(int end, long millis) {}

    /** Keeps copies of the lists. */
    public LiveResponse {
        headers = List.copyOf(headers);
        arrivals = List.copyOf(arrivals);
        events = events == null ? null : List.copyOf(events);
    }

    /** A response whose events were not read yet. */
    public LiveResponse(
            int status,
            List<HttpHeader> headers,
            ByteBuffer content,
            WireResponse.Ending ending,
            List<Arrival> arrivals) {
        this(status, headers, content, ending, arrivals, null);
    }

    /** Returns a copy whose events were read. */
    public LiveResponse withEvents(List<ObjectNode> read) {
        return new LiveResponse(status, headers, content, ending, arrivals, read);
    }

    /**
     * Returns whether the failure of a request has another cause than the request: a wrong key, too many requests, a
     * fault of the service, a cut.
     */
    public boolean failed() {
        return isFailure(status) || ending == WireResponse.Ending.CUT;
    }

    /** Returns whether a status is independent of the request itself. */
    public static boolean isFailure(int status) {
        return status == 401 || status == 403 || status == 408 || status == 429 || status >= 500;
    }

    /** Returns whether a recorded response is a failure of the service. */
    public static boolean isFailure(RecordedResponse response) {
        int status = statusOf(response);
        return status == 0 || isFailure(status);
    }

    /** Returns the status of a recorded response; 0 if the stream or the connection broke. */
    public static int statusOf(RecordedResponse response) {
        if (response.cut()) {
            return 0;
        }
        if (!response.exception()) {
            return response.status();
        }
        ObjectNode data = response.exceptionData();
        return data == null ? 0 : data.path("status_code").asInt(0);
    }

    /**
     * Returns a copy with another body, and other values of its headers.
     *
     * @param header returns the new value of a header, given its name and value
     */
    public LiveResponse withBody(UnaryOperator<byte[]> change, BinaryOperator<String> header) {
        byte[] before = body();
        byte[] after = change.apply(before);
        List<HttpHeader> changed = headers(header);
        // Times belong to the original bytes, and would be at other places in new ones.
        List<Arrival> times = after.length == before.length ? arrivals : List.of();
        return new LiveResponse(status, changed, ByteBuffer.wrap(after), ending, times);
    }

    /**
     * Returns a copy with its credentials replaced. A body whose events were read has none.
     *
     * @param body returns a body with its credentials replaced
     * @param header returns the value of a header with its credentials replaced, given its name and value
     */
    public LiveResponse redacted(UnaryOperator<byte[]> body, BinaryOperator<String> header) {
        return events == null
                ? withBody(body, header)
                : new LiveResponse(status, headers(header), content, ending, arrivals, events);
    }

    private List<HttpHeader> headers(BinaryOperator<String> change) {
        return headers.stream()
                .map(one -> new HttpHeader(one.name(), change.apply(one.name(), one.value())))
                .toList();
    }

    /**
     * Returns a copy with other links.
     *
     * @param members the links in a JSON body, as in {@link Upstream#links}
     * @param change returns the new link; empty to keep it
     */
    public LiveResponse withLinks(List<List<String>> members, Function<String, Optional<String>> change) {
        LiveResponse changed = members.isEmpty() || !mediaType().isJson()
                ? this
                : withBody(body -> ResponseLinks.in(body, members, change), (name, value) -> value);
        List<HttpHeader> linked = changed.headers.stream()
                .map(header -> ResponseLinks.in(header, change))
                .toList();
        return new LiveResponse(status, linked, changed.content, ending, changed.arrivals, changed.events);
    }

    /** Returns the bytes of the body, which must not be changed. */
    byte[] body() {
        ByteBuffer source = content.duplicate();
        if (source.hasArray() && source.arrayOffset() == 0 && source.remaining() == source.array().length) {
            return source.array();
        }
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        return bytes;
    }

    /** Returns the value of {@code Content-Type}; empty if there was none. */
    String contentType() {
        return HttpHeader.first(headers, WireFormat.CONTENT_TYPE).orElse("");
    }

    /** Returns the media type. */
    public MediaType mediaType() {
        return MediaType.of(contentType());
    }
}

package io.github.recorder.provider;

import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * The complete response of a real service.
 *
 * @param status the HTTP status code
 * @param headers all headers that apply to {@code content}, several of one name apart
 * @param content the whole body, decoded of its content coding
 * @param ending whether the body came to its end
 * @param arrivals when the body came, piece by piece; empty if timing is not recorded
 */
public record LiveResponse(
        int status, List<HttpHeader> headers, ByteBuffer content, WireResponse.Ending ending, List<Arrival> arrivals) {

    /**
     * One piece of a body.
     *
     * @param end the number of the body's bytes that were there when it had come
     * @param millis the time from the request until then
     */
    public record Arrival(int end, long millis) {}

    /** Keeps copies of the lists. */
    public LiveResponse {
        headers = List.copyOf(headers);
        arrivals = List.copyOf(arrivals);
    }

    /**
     * Returns whether the call failed for a reason that is not the request's: a key that is wrong, too many
     * requests, a fault of the service, a cut.
     */
    public boolean failed() {
        return isFailure(status) || ending == WireResponse.Ending.CUT;
    }

    /** Returns whether a status says nothing of the request itself. */
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
     * Returns the response with another body, and other values of its headers.
     *
     * @param header the new value of a header, from its name and its value
     */
    public LiveResponse withBody(UnaryOperator<byte[]> change, BinaryOperator<String> header) {
        byte[] before = body();
        byte[] after = change.apply(before);
        List<HttpHeader> changed = headers.stream()
                .map(one -> new HttpHeader(one.name(), header.apply(one.name(), one.value())))
                .toList();
        // Times belong to the bytes that came; in others they would be at another place.
        List<Arrival> times = after.length == before.length ? arrivals : List.of();
        return new LiveResponse(status, changed, ByteBuffer.wrap(after), ending, times);
    }

    /** Returns the body's bytes, which nobody may change. */
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

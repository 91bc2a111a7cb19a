package io.github.recorder.provider;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * When the pieces of a response came. In a recorded stream a piece is an event, which ends with a blank line
 * (server-sent events) or with its line (JSON lines), in the bytes that came as in those that are replayed, so the
 * n-th time is the n-th event's in both. Any other body has the pieces in which it came, each as {@code [bytes,
 * milliseconds]}.
 */
public final class ResponseTiming {

    /** The key in a recorded response; the original's reader passes over it. */
    static final String KEY = "timing";

    /**
     * A piece of a body.
     *
     * @param end the index after it in the body
     * @param millis the time from the request until all of it had come
     */
    public record Piece(int end, double millis) {}

    private ResponseTiming() {}

    /**
     * Adds the times, if any were noted, to a recorded response.
     *
     * @return whether they belong to the exact bytes that came
     */
    static boolean add(ObjectNode response, LiveResponse live) {
        List<LiveResponse.Arrival> arrivals = live.arrivals();
        if (response.path("is_streaming").asBoolean(false)) {
            if (!arrivals.isEmpty()) {
                response.set(KEY, ofEvents(live));
            }
            return false;
        }
        if (arrivals.size() < 2) {
            return false;
        }
        ArrayNode times = response.putArray(KEY);
        int start = 0;
        for (LiveResponse.Arrival arrival : arrivals) {
            times.addArray().add(arrival.end() - start).add(arrival.millis());
            start = arrival.end();
        }
        return true;
    }

    private static ArrayNode ofEvents(LiveResponse live) {
        ArrayNode times = Json.mapper().createArrayNode();
        List<LiveResponse.Arrival> arrivals = live.arrivals();
        int next = 0;
        for (int end : eventEnds(live.body(), live.mediaType().isEventStream())) {
            while (next < arrivals.size() - 1 && arrivals.get(next).end() < end) {
                next++;
            }
            times.add(arrivals.get(next).millis());
        }
        return times;
    }

    /** Returns the milliseconds from the request until each piece had come; none if no times were recorded. */
    public static ArrayNode millis(RecordedResponse response) {
        ArrayNode millis = Json.mapper().createArrayNode();
        response.document().path(KEY).forEach(time -> millis.add(time.isArray() ? time.path(1) : time));
        return millis;
    }

    /** Returns the pieces in which a body is to be replayed, which are all of it; none if no times were recorded. */
    public static List<Piece> pieces(RecordedResponse response, WireResponse wire) {
        byte[] body = wire.bytes();
        JsonNode times = response.document().path(KEY);
        List<Piece> pieces = new ArrayList<>();
        if (times.path(0).isNumber()) {
            for (int end : eventEnds(body, wire.mediaType().isEventStream())) {
                pieces.add(new Piece(end, times.path(pieces.size()).asDouble(0)));
            }
            return pieces;
        }
        long end = 0;
        for (JsonNode time : times) {
            end += Math.max(0, time.path(0).asLong(0));
            pieces.add(new Piece((int) Math.min(end, body.length), time.path(1).asDouble(0)));
        }
        if (!pieces.isEmpty() && end < body.length) {
            pieces.add(new Piece(body.length, 0));
        }
        return pieces;
    }

    /** Returns the index after each event; bytes after the last separator are one more event. */
    private static List<Integer> eventEnds(byte[] stream, boolean sse) {
        List<Integer> ends = new ArrayList<>();
        boolean emptyLine = true;
        int last = 0;
        for (int i = 0; i < stream.length; i++) {
            if (stream[i] == '\n') {
                boolean eventEnds = sse ? emptyLine : !emptyLine;
                if (eventEnds) {
                    ends.add(i + 1);
                    last = i + 1;
                }
                emptyLine = true;
            } else if (stream[i] != '\r') {
                emptyLine = false;
            }
        }
        if (last < stream.length) {
            ends.add(stream.length);
        }
        return ends;
    }
}

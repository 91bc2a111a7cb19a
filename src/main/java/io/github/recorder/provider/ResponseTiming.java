package io.github.recorder.provider;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * When the parts of a response arrived. In a recorded stream a part is an event, which ends with a blank line
 * (server-sent events) or with its line (JSON lines), both in the original and in the replayed bytes, so the n-th time
 * belongs to the n-th event in both. Any other body keeps the parts in which it arrived, each as {@code [bytes,
 * milliseconds]}.
 */
public final class ResponseTiming {

    /** The key in a recorded response, which the original's reader ignores. */
    static final String KEY = RecordedResponse.TIMING;

    /**
     * A part of a body.
     *
     * @param end the index after it in the body
     * @param millis the time from the request until it was complete
     */
    public record Piece(int end, double millis) {}

    private ResponseTiming() {}

    /**
     * Adds the times, if there are any, to a recorded response.
     *
     * @return whether they refer to the exact bytes that arrived
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
        ArrayNode times = Json.nodes().arrayNode();
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

    /** Returns the milliseconds from the request until each part arrived; none if no times were recorded. */
    public static ArrayNode millis(RecordedResponse response) {
        ArrayNode millis = Json.nodes().arrayNode();
        response.document().path(KEY).forEach(time -> millis.add(time.isArray() ? time.path(1) : time));
        return millis;
    }

    /** Returns the parts in which the whole body is replayed; none if no times were recorded. */
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

    /** Returns the index after each event; bytes after the last separator form one more event. */
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

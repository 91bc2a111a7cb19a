package io.github.recorder.provider;

import io.github.recorder.recording.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/**
 * When the events of a stream came. An event ends with a blank line (server-sent events) or with its line (JSON lines),
 * on the wire as in a replayed answer, so that the n-th time is the n-th event's in both.
 */
public final class EventTiming {

    /** The key in a recorded response; the original's reader passes over it. */
    public static final String KEY = "timing";

    private EventTiming() {}

    /** Returns the milliseconds from the request until the end of each event had come. */
    static ArrayNode of(LiveResponse response) {
        ArrayNode times = Json.mapper().createArrayNode();
        int next = 0;
        for (int end : ends(response.body(), response.mediaType().isEventStream())) {
            while (next < response.arrivals().size() - 1
                    && response.arrivals().get(next).end() < end) {
                next++;
            }
            if (!response.arrivals().isEmpty()) {
                times.add(response.arrivals().get(next).millis());
            }
        }
        return times;
    }

    /** Returns the index after each event; bytes after the last separator are one more event. */
    public static List<Integer> ends(byte[] stream, boolean sse) {
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

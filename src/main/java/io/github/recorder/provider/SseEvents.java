package io.github.recorder.provider;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Server-sent events in their wire format. Source: <a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">Parsing an event
 * stream</a>.
 */
final class SseEvents {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private SseEvents() {}

    /**
     * Returns the data of each event, in order; comments and events without data are skipped.
     *
     * @param complete whether the stream was complete; if not, an event without a blank line at its end is also
     *     skipped, because no client has seen it
     */
    static List<String> data(byte[] stream, boolean complete) {
        List<String> events = new ArrayList<>();
        StringBuilder data = null;
        for (String line : lines(stream)) {
            if (line.isEmpty()) {
                if (data != null) {
                    events.add(data.toString());
                }
                data = null;
            } else if (line.equals("data") || line.startsWith("data:")) {
                String value = line.substring(Math.min(line.length(), "data:".length()));
                String text = value.startsWith(" ") ? value.substring(1) : value;
                data = data == null
                        ? new StringBuilder(text)
                        : data.append('\n').append(text);
            }
        }
        if (complete && data != null) {
            events.add(data.toString());
        }
        return events;
    }

    /**
     * Returns the lines without their ends, which are LF, CR LF or CR, and without a byte order mark before the first.
     * A text that ends with a line end has no line after it.
     */
    static List<String> lines(byte[] stream) {
        List<String> lines = new ArrayList<>();
        int start = startsWithMark(stream) ? BYTE_ORDER_MARK.length : 0;
        for (int i = 0; i < stream.length; i++) {
            if (stream[i] == '\n' || stream[i] == '\r') {
                lines.add(new String(stream, start, i - start, StandardCharsets.UTF_8));
                if (stream[i] == '\r' && i + 1 < stream.length && stream[i + 1] == '\n') {
                    i++;
                }
                start = i + 1;
            }
        }
        if (start < stream.length) {
            lines.add(new String(stream, start, stream.length - start, StandardCharsets.UTF_8));
        }
        return lines;
    }

    private static boolean startsWithMark(byte[] stream) {
        return stream.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(stream, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    }
}

package io.github.recorder.diagnosis;

import io.github.recorder.matching.Difference;
import io.github.recorder.recording.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * The two values of a difference for readers: shortened JSON, or the part of two long strings around their first
 * difference.
 *
 * @param request the value in the request; null if it has none
 * @param recording the value in the recording; null if it has none
 * @param at the index of the first differing character that is shown, in both strings; -1 if the values are shown from
 *     their beginning
 */
record ValuePreview(@Nullable String request, @Nullable String recording, int at) {

    private static final String CUT = "\u2026";
    /** The part of a long string's preview that precedes the first difference: a quarter. */
    private static final int CONTEXT_SHARE = 4;

    private static final int MOST_NAME_CHARACTERS = 500;

    /**
     * Returns the values for readers.
     *
     * @param most the maximum number of characters of a value, without quotes and ellipses
     */
    static ValuePreview of(Difference difference, int most) {
        JsonNode request = difference.request();
        JsonNode recording = difference.recording();
        if (request != null && request.isString() && recording != null && recording.isString()) {
            return strings(difference, request.stringValue(), recording.stringValue(), most);
        }
        return new ValuePreview(value(request, most), value(recording, most), -1);
    }

    private static ValuePreview strings(Difference difference, String request, String recording, int most) {
        int first = head(request, recording);
        boolean whole = Math.max(request.length(), recording.length()) <= most;
        int from = whole ? 0 : Math.max(0, first - most / CONTEXT_SHARE);
        return new ValuePreview(
                window(request, from, most),
                window(recording, from, most),
                from == 0 ? -1 : first + difference.omitted());
    }

    /** Returns the number of equal characters at the beginning of two texts. */
    private static int head(String one, String other) {
        int head = 0;
        int shorter = Math.min(one.length(), other.length());
        while (head < shorter && one.charAt(head) == other.charAt(head)) {
            head++;
        }
        return head;
    }

    /**
     * Returns the difference with shorter values: the parts of two strings around what differs, and shortened JSON.
     *
     * @param most the maximum number of characters of a value, without ellipses
     */
    static Difference bounded(Difference difference, int most) {
        JsonNode request = difference.request();
        JsonNode recording = difference.recording();
        String pointer = shortened(difference.pointer());
        if (request == null || recording == null || !request.isString() || !recording.isString()) {
            return new Difference(
                    pointer,
                    request == null ? null : BoundedJson.of(request, most),
                    recording == null ? null : BoundedJson.of(recording, most),
                    difference.likeness());
        }
        String here = request.stringValue();
        String there = recording.stringValue();
        if (Math.max(here.length(), there.length()) <= most) {
            return new Difference(pointer, request, recording, difference.likeness());
        }
        int head = head(here, there);
        int tail = tail(here, there, head);
        int context = most / CONTEXT_SHARE;
        int from = BoundedJson.boundary(here, Math.max(0, head - context));
        return new Difference(
                pointer,
                part(here, from, here.length() - tail + context, most),
                part(there, from, there.length() - tail + context, most),
                difference.likeness(),
                from == 0 ? 0 : from - CUT.length());
    }

    private static int tail(String one, String other, int head) {
        int most = Math.min(one.length(), other.length()) - head;
        int tail = 0;
        while (tail < most && one.charAt(one.length() - 1 - tail) == other.charAt(other.length() - 1 - tail)) {
            tail++;
        }
        return tail;
    }

    private static JsonNode part(String text, int from, int to, int most) {
        int end = BoundedJson.boundary(text, Math.min(text.length(), Math.min(to, from + most)));
        return StringNode.valueOf((from > 0 ? CUT : "") + text.substring(from, end) + (end < text.length() ? CUT : ""));
    }

    /** Returns a name or a pointer. A long one is shortened in the middle, because its end is the most specific. */
    static String shortened(String name) {
        if (name.length() <= MOST_NAME_CHARACTERS) {
            return name;
        }
        int half = MOST_NAME_CHARACTERS / 2;
        return name.substring(0, BoundedJson.boundary(name, half))
                + CUT
                + name.substring(BoundedJson.boundary(name, name.length() - half));
    }

    private static @Nullable String value(@Nullable JsonNode value, int most) {
        if (value == null) {
            return null;
        }
        if (value.isString()) {
            return window(value.stringValue(), 0, most);
        }
        String text = new String(Json.compact(value), StandardCharsets.UTF_8);
        return text.length() <= most
                ? text
                : text.substring(0, BoundedJson.boundary(text, most)) + CUT + " (" + text.length() + " characters)";
    }

    private static String window(String text, int from, int most) {
        int start = BoundedJson.boundary(text, Math.min(from, text.length()));
        int end = BoundedJson.boundary(text, Math.min(text.length(), start + most));
        String quoted =
                new String(Json.compact(StringNode.valueOf(text.substring(start, end))), StandardCharsets.UTF_8);
        return (start > 0 ? CUT : "") + quoted + (end < text.length() ? CUT : "");
    }
}

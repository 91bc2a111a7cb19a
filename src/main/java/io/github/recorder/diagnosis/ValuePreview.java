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

    /**
     * Returns the values for readers.
     *
     * @param most the maximum number of characters of a value, without quotes and ellipses
     */
    static ValuePreview of(Difference difference, int most) {
        JsonNode request = difference.request();
        JsonNode recording = difference.recording();
        if (request != null && request.isString() && recording != null && recording.isString()) {
            return strings(request.stringValue(), recording.stringValue(), most);
        }
        return new ValuePreview(value(request, most), value(recording, most), -1);
    }

    private static ValuePreview strings(String request, String recording, int most) {
        int first = 0;
        int shorter = Math.min(request.length(), recording.length());
        while (first < shorter && request.charAt(first) == recording.charAt(first)) {
            first++;
        }
        boolean whole = Math.max(request.length(), recording.length()) <= most;
        int from = whole ? 0 : Math.max(0, first - most / CONTEXT_SHARE);
        return new ValuePreview(window(request, from, most), window(recording, from, most), from == 0 ? -1 : first);
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
                : text.substring(0, boundary(text, most)) + CUT + " (" + text.length() + " characters)";
    }

    private static String window(String text, int from, int most) {
        int start = boundary(text, Math.min(from, text.length()));
        int end = boundary(text, Math.min(text.length(), start + most));
        String quoted =
                new String(Json.compact(StringNode.valueOf(text.substring(start, end))), StandardCharsets.UTF_8);
        return (start > 0 ? CUT : "") + quoted + (end < text.length() ? CUT : "");
    }

    /** Returns the index, or the one before it if the index would split a surrogate pair. */
    private static int boundary(String text, int index) {
        boolean inside = index > 0
                && index < text.length()
                && Character.isHighSurrogate(text.charAt(index - 1))
                && Character.isLowSurrogate(text.charAt(index));
        return inside ? index - 1 : index;
    }
}

package io.github.recorder.matching;

import io.github.recorder.recording.PythonFloat;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The parts of a request that change from run to run without meaning, and their replacements. The recording format
 * defines the rules; both the hash that names a file and the comparison of requests depend on them.
 *
 * <p>The format states the rules for strings as regular expressions. They are implemented by hand here because a
 * request may be megabytes long: each rule takes linear time, which backtracking does not. A test compares them with
 * the expressions.
 */
public final class RequestNormalization {

    private static final String SCORE = "score:";
    private static final String ATTRIBUTES = "attributes:";
    private static final String DOCUMENT_ID = "document_id:";
    private static final String CITATION = "<|";
    private static final String CITATION_END = "|>";
    private static final String PLACEHOLDER = "__NORMALIZED__";
    private static final String PROJECT_ID = "project_id";
    private static final int UUID_LENGTH = 36;
    /** The minimum number of decimals of a number in a string that is rounded. */
    private static final int LONG_FRACTION = 4;

    private RequestNormalization() {}

    /**
     * Returns the value with floats rounded, strings normalized, and {@code project_id} removed from {@code extra_body}
     * and {@code extra_query} of the root and of each object in a list. The argument is not changed; unchanged parts
     * may be shared.
     */
    public static JsonNode normalized(JsonNode value) {
        return normalized(value, true);
    }

    private static JsonNode normalized(JsonNode value, boolean root) {
        if (value.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                JsonNode item = normalized(entry.getValue(), false);
                if (root && losesProjectId(entry.getKey(), item)) {
                    ((ObjectNode) item).remove(PROJECT_ID);
                }
                copy.set(entry.getKey(), item);
            }
            return copy;
        }
        if (value.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(value.size());
            for (JsonNode item : value) {
                copy.add(normalized(item, true));
            }
            return copy;
        }
        if (value.isString()) {
            String text = value.stringValue();
            String normal = text(text);
            return text.equals(normal) ? value : StringNode.valueOf(normal);
        }
        if (value.isFloatingPointNumber()) {
            return DoubleNode.valueOf(PythonFloat.round5(value.doubleValue()));
        }
        return value;
    }

    /** Returns whether a member of a root object loses its {@code project_id}. */
    static boolean losesProjectId(String key, JsonNode value) {
        return (key.equals("extra_body") || key.equals("extra_query")) && value.has(PROJECT_ID) && value.isObject();
    }

    /** Returns whether this is the key that {@link #losesProjectId} removes. */
    static boolean isProjectId(String key) {
        return key.equals(PROJECT_ID);
    }

    /** Returns the normalized string; the same object if nothing changes, which is the usual case. */
    public static String text(String text) {
        String result = text;
        if (result.contains(SCORE)) {
            result = scores(result);
        }
        if (result.contains(ATTRIBUTES)) {
            result = attributes(result);
        }
        if (result.contains(DOCUMENT_ID)) {
            result = documentIds(result);
        }
        if (result.contains(CITATION)) {
            result = citations(result);
        }
        if (result.indexOf('.') >= 0) {
            result = longFractions(result);
        }
        return result;
    }

    /** Replaces {@code score:\s*[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?} with {@code score: __NORMALIZED__}. */
    private static String scores(String text) {
        Replacement result = new Replacement(text);
        for (int at = text.indexOf(SCORE); at >= 0; at = text.indexOf(SCORE, at)) {
            int number = sign(text, spaces(text, at + SCORE.length()));
            int whole = digits(text, number);
            int end = whole;
            if (charAt(text, whole) == '.') {
                int fraction = digits(text, whole + 1);
                end = fraction > whole + 1 ? fraction : whole;
            }
            if (end == number) {
                at += SCORE.length();
                continue;
            }
            if (charAt(text, end) == 'e' || charAt(text, end) == 'E') {
                int power = sign(text, end + 1);
                int powerEnd = digits(text, power);
                end = powerEnd > power ? powerEnd : end;
            }
            result.replace(at, end, SCORE + " " + PLACEHOLDER);
            at = end;
        }
        return result.toString();
    }

    /** Removes {@code ,?\s*attributes:\s*\{[^}]*\}}. */
    private static String attributes(String text) {
        Replacement result = new Replacement(text);
        for (int at = text.indexOf(ATTRIBUTES); at >= 0; at = text.indexOf(ATTRIBUTES, at)) {
            int brace = spaces(text, at + ATTRIBUTES.length());
            if (charAt(text, brace) != '{') {
                at += ATTRIBUTES.length();
                continue;
            }
            int close = text.indexOf('}', brace + 1);
            if (close < 0) {
                break;
            }
            int start = at;
            while (start > result.end() && PythonText.isSpace(text.charAt(start - 1))) {
                start--;
            }
            if (start > result.end() && text.charAt(start - 1) == ',') {
                start--;
            }
            result.replace(start, close + 1, "");
            at = close + 1;
        }
        return result.toString();
    }

    /** Replaces {@code document_id:\s*UUID} with {@code document_id: __NORMALIZED__}. */
    private static String documentIds(String text) {
        Replacement result = new Replacement(text);
        for (int at = text.indexOf(DOCUMENT_ID); at >= 0; at = text.indexOf(DOCUMENT_ID, at)) {
            int id = spaces(text, at + DOCUMENT_ID.length());
            if (isUuid(text, id)) {
                result.replace(at, id + UUID_LENGTH, DOCUMENT_ID + " " + PLACEHOLDER);
                at = id + UUID_LENGTH;
            } else {
                at += DOCUMENT_ID.length();
            }
        }
        return result.toString();
    }

    /** Replaces {@code <\|UUID\|>} with {@code <|__NORMALIZED__|>}. */
    private static String citations(String text) {
        Replacement result = new Replacement(text);
        for (int at = text.indexOf(CITATION); at >= 0; at = text.indexOf(CITATION, at)) {
            int id = at + CITATION.length();
            if (isUuid(text, id) && text.startsWith(CITATION_END, id + UUID_LENGTH)) {
                int end = id + UUID_LENGTH + CITATION_END.length();
                result.replace(at, end, CITATION + PLACEHOLDER + CITATION_END);
                at = end;
            } else {
                at += CITATION.length();
            }
        }
        return result.toString();
    }

    /** Rounds each {@code -?\d+\.\d{4,}} to five decimals. */
    private static String longFractions(String text) {
        Replacement result = new Replacement(text);
        for (int point = text.indexOf('.'); point >= 0; point = text.indexOf('.', point + 1)) {
            int start = digitsBefore(text, point, result.end());
            if (start == point) {
                continue;
            }
            int end = digits(text, point + 1);
            if (text.codePointCount(point + 1, end) < LONG_FRACTION) {
                continue;
            }
            boolean negative = start > result.end() && text.charAt(start - 1) == '-';
            String number = inAscii(text, start, end);
            result.replace(negative ? start - 1 : start, end, PythonFloat.fixed5(negative ? "-" + number : number));
        }
        return result.toString();
    }

    private static String inAscii(String text, int start, int end) {
        StringBuilder number = new StringBuilder(end - start);
        for (int i = start; i < end; ) {
            int codePoint = text.codePointAt(i);
            int digit = PythonText.digit(codePoint);
            number.append(digit < 0 ? '.' : (char) ('0' + digit));
            i += Character.charCount(codePoint);
        }
        return number.toString();
    }

    private static boolean isUuid(String text, int start) {
        if (text.length() - start < UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            char c = text.charAt(start + i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    /** Returns the character; at or beyond the end, NUL, which no rule searches for. */
    private static char charAt(String text, int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    private static int sign(String text, int start) {
        char c = charAt(text, start);
        return c == '-' || c == '+' ? start + 1 : start;
    }

    private static int spaces(String text, int start) {
        int end = start;
        while (end < text.length() && PythonText.isSpace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int digits(String text, int start) {
        int end = start;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            if (!PythonText.isDigit(codePoint)) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return end;
    }

    private static int digitsBefore(String text, int end, int limit) {
        int start = end;
        while (start > limit) {
            int codePoint = text.codePointBefore(start);
            if (!PythonText.isDigit(codePoint)) {
                break;
            }
            start -= Character.charCount(codePoint);
        }
        return start;
    }

    /** A text whose parts are replaced from left to right. Nothing is copied before the first replacement. */
    private static final class Replacement {

        private final String text;
        private final StringBuilder out = new StringBuilder(0);
        private int end;

        Replacement(String text) {
            this.text = text;
        }

        /** Returns the end of the last replacement, before which no later one may begin. */
        int end() {
            return end;
        }

        void replace(int from, int to, String by) {
            out.append(text, end, from).append(by);
            end = to;
        }

        @Override
        public String toString() {
            return end == 0 ? text : out.append(text, end, text.length()).toString();
        }
    }
}

package io.github.recorder.diagnosis;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Shortens a JSON value to a number of bytes as indented ASCII. All strings are cut to the same length, as long as
 * possible; data in base64 is cut most. If that is not enough, the last items and members are left out. Each cut says
 * how much there was.
 *
 * <p>A cut may fall anywhere, so secrets must be hidden before. One instance makes one attempt.
 */
final class BoundedJson {

    private static final int SHORTEST_STRING = 250;
    private static final int LONGEST_NAME = 200;

    /** More than the bytes of a note about what was left out. */
    private static final int NOTE_BYTES = 80;

    /** Strings with so many characters of base64 after as many others are images and the like, which nobody reads. */
    private static final int ENCODED_CHARACTERS = 500;

    private static final int ESCAPE_BYTES = 6;
    private static final String CUT = "\u2026";

    private final int mostOfString;
    private final int mostOfEncoded;
    private int left;
    private boolean shortened;
    private boolean exhausted;

    private BoundedJson(int mostOfString, int mostOfEncoded, int most) {
        this.mostOfString = mostOfString;
        this.mostOfEncoded = mostOfEncoded;
        this.left = most;
    }

    /**
     * Returns the value, or a shorter one if it is too long.
     *
     * @param most the maximum number of bytes
     */
    static JsonNode of(JsonNode value, int most) {
        BoundedJson whole = new BoundedJson(most, most, most);
        whole.value(value, 0);
        if (!whole.shortened) {
            return value;
        }
        for (int each = most; ; each -= each / 4) {
            BoundedJson attempt = new BoundedJson(Math.max(each, SHORTEST_STRING), SHORTEST_STRING, most);
            JsonNode shown = attempt.value(value, 0);
            if (!attempt.exhausted || each < SHORTEST_STRING) {
                return shown;
            }
        }
    }

    private JsonNode value(JsonNode value, int depth) {
        if (value instanceof ObjectNode object) {
            return object(object, depth);
        }
        if (value instanceof ArrayNode array) {
            return array(array, depth);
        }
        if (value.isString()) {
            return StringNode.valueOf(text(value.stringValue()));
        }
        left -= value.asString("").length() + 1;
        return value;
    }

    private JsonNode object(ObjectNode object, int depth) {
        int frame = frame(depth);
        if (!object.isEmpty() && left < 2 * frame) {
            return omitted(object.size() + " members");
        }
        left -= frame;
        ObjectNode copy = object.objectNode();
        Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
        for (int index = 0; fields.hasNext(); index++) {
            if (left < frame) {
                exhausted = true;
                shortened = true;
                copy.put(CUT, more(object.size() - index, "member"));
                return copy;
            }
            Map.Entry<String, JsonNode> field = fields.next();
            String name = name(field.getKey(), index);
            left -= indent(depth) + bytes(name) + ESCAPE_BYTES;
            copy.set(name, value(field.getValue(), depth + 1));
        }
        left += NOTE_BYTES;
        return copy;
    }

    private JsonNode array(ArrayNode array, int depth) {
        int frame = frame(depth);
        if (!array.isEmpty() && left < 2 * frame) {
            return omitted(array.size() + " items");
        }
        left -= frame;
        ArrayNode copy = array.arrayNode();
        for (int index = 0; index < array.size(); index++) {
            if (left < frame) {
                exhausted = true;
                shortened = true;
                return copy.add(more(array.size() - index, "item"));
            }
            left -= indent(depth);
            copy.add(value(array.path(index), depth + 1));
        }
        left += NOTE_BYTES;
        return copy;
    }

    /** Returns the bytes of the two brackets, and of a note with its indentation. */
    private static int frame(int depth) {
        return 2 * indent(depth) + NOTE_BYTES;
    }

    private static int indent(int depth) {
        return 2 * depth + ESCAPE_BYTES;
    }

    private JsonNode omitted(String what) {
        exhausted = true;
        shortened = true;
        left -= NOTE_BYTES;
        return StringNode.valueOf(CUT + " (" + what + ")");
    }

    private static String more(int count, String noun) {
        return String.format(Locale.ROOT, "%s %,d more %s%s", CUT, count, noun, count == 1 ? "" : "s");
    }

    /** A cut name may be equal to another one, so it has a number. */
    private String name(String name, int index) {
        if (name.length() <= LONGEST_NAME) {
            return name;
        }
        shortened = true;
        return String.format(
                Locale.ROOT,
                "%s%s (member %,d, a name of %,d characters)",
                name.substring(0, boundary(name, LONGEST_NAME)),
                CUT,
                index + 1,
                name.length());
    }

    private String text(String text) {
        int room = left - NOTE_BYTES;
        int most = Math.min(isEncoded(text) ? mostOfEncoded : mostOfString, room);
        int bytes = 2;
        for (int i = 0; i < text.length(); i++) {
            bytes += bytes(text.charAt(i));
            if (bytes > most) {
                exhausted |= most == room;
                return cut(text, boundary(text, i));
            }
        }
        left -= bytes;
        return text;
    }

    private String cut(String text, int end) {
        shortened = true;
        String shown = text.substring(0, end);
        left -= bytes(shown) + NOTE_BYTES;
        return String.format(
                Locale.ROOT, "%s%s (%,d characters in all; the first %,d are shown)", shown, CUT, text.length(), end);
    }

    /** The first characters are not examined, because they may be the beginning of a data URL. */
    private static boolean isEncoded(String text) {
        return text.length() >= 2 * ENCODED_CHARACTERS
                && text.substring(ENCODED_CHARACTERS, 2 * ENCODED_CHARACTERS)
                        .chars()
                        .allMatch(c -> (Character.isLetterOrDigit(c) && c <= 'z') || "+/-_=".indexOf(c) >= 0);
    }

    private static int bytes(String text) {
        int bytes = 2;
        for (int i = 0; i < text.length(); i++) {
            bytes += bytes(text.charAt(i));
        }
        return bytes;
    }

    /** Returns the bytes of a character in a string of the report or the page, whichever are more. */
    private static int bytes(char c) {
        if (c == '"' || c == '\\') {
            return 2;
        }
        return c < ' ' || c > '~' || c == '<' || c == '>' || c == '&' ? ESCAPE_BYTES : 1;
    }

    /** Returns the index, or the one before it if the index would split a surrogate pair. */
    static int boundary(String text, int index) {
        boolean inside = index > 0
                && index < text.length()
                && Character.isHighSurrogate(text.charAt(index - 1))
                && Character.isLowSurrogate(text.charAt(index));
        return inside ? index - 1 : index;
    }
}

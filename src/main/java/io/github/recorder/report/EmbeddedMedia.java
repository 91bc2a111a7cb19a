package io.github.recorder.report;

import io.github.recorder.recording.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Removes images, sounds and documents in base64 from a JSON value, so that they are neither searched for secrets nor
 * shown as text. They are recognized by their first bytes, never by their declared type. Not thread-safe.
 */
final class EmbeddedMedia {

    /** The beginning of the placeholder for a medium, followed by its number. */
    static final String PLACEHOLDER = "recorder-medium:";

    /** Shorter texts are not examined. */
    private static final int SHORTEST = 64;

    /** Longer media are listed, and not shown. */
    private static final int LONGEST = 4 << 20;

    /** The beginning of the base64 of known file formats. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("iVBORw0KGgo", "image/png"),
            Map.entry("/9j/", "image/jpeg"),
            Map.entry("R0lGOD", "image/gif"),
            Map.entry("UklGR", "riff"),
            Map.entry("SUQz", "audio/mpeg"),
            Map.entry("//uQ", "audio/mpeg"),
            Map.entry("//vQ", "audio/mpeg"),
            Map.entry("T2dnUw", "audio/ogg"),
            Map.entry("ZkxhQw", "audio/flac"),
            Map.entry("JVBERi0", "application/pdf"));

    private final ArrayNode media = Json.nodes().arrayNode();

    /** Returns the media that were removed so far: for each its type, its length in base64, and its data if shown. */
    ArrayNode media() {
        return media;
    }

    /** Returns the value without its media; the same value if it has none. */
    JsonNode taken(JsonNode value) {
        if (value.isString()) {
            return value.stringValue().length() < SHORTEST ? value : taken(value, value.stringValue());
        }
        if (value.isObject()) {
            ObjectNode copy = Json.nodes().objectNode();
            value.properties().forEach(member -> copy.set(member.getKey(), taken(member.getValue())));
            return copy;
        }
        if (value.isArray()) {
            if (!value.isEmpty() && value.path(0).isNumber()) {
                return value;
            }
            ArrayNode copy = Json.nodes().arrayNode();
            value.forEach(item -> copy.add(taken(item)));
            return copy;
        }
        return value;
    }

    private JsonNode taken(JsonNode value, String text) {
        int start = dataStart(text);
        String type = type(text, start);
        if (type.isEmpty() || !isBase64(text, start)) {
            return value;
        }
        String data = text.substring(start);
        ObjectNode medium = media.addObject().put("type", type).put("length", data.length());
        if (data.length() <= LONGEST) {
            medium.put("data", data);
        }
        return Json.nodes().stringNode(PLACEHOLDER + (media.size() - 1));
    }

    private static int dataStart(String text) {
        if (!text.startsWith("data:")) {
            return 0;
        }
        int mark = text.substring(0, Math.min(text.length(), 200)).indexOf(";base64,");
        return mark < 0 ? 0 : mark + ";base64,".length();
    }

    private static String type(String text, int start) {
        for (Map.Entry<String, String> type : TYPES.entrySet()) {
            if (text.startsWith(type.getKey(), start)) {
                return type.getValue().equals("riff") ? riff(text, start) : type.getValue();
            }
        }
        return "";
    }

    /** A RIFF file has its type at the ninth byte, which is the twelfth character of its base64. */
    private static String riff(String text, int start) {
        if (text.startsWith("XRUJQ", start + 11)) {
            return "image/webp";
        }
        return text.startsWith("XQVZF", start + 11) ? "audio/wav" : "";
    }

    private static boolean isBase64(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (!digit && "+/-_=\r\n".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}

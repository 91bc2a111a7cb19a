package io.github.recorder.report;

import io.github.recorder.recording.Json;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/** Escapes text for the page's HTML; no other code does. Pure. */
final class HtmlText {

    private static final HexFormat HEX = HexFormat.of();

    private HtmlText() {}

    /** Returns a text escaped for an element and for a quoted attribute. */
    static String escaped(String text) {
        StringBuilder html = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(isForbidden(c) ? '\ufffd' : c);
            }
        }
        return html.toString();
    }

    /**
     * Returns equivalent JSON that neither ends its script element nor is read as markup there. It is valid JavaScript.
     */
    static String script(JsonNode json) {
        String text = Json.strict(json);
        StringBuilder script = new StringBuilder(text.length() + 64);
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escaped = c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029';
            if (escaped || isForbidden(c) || Character.isSurrogate(c)) {
                script.append(text, from, i).append("\\u").append(HEX.toHexDigits(c));
                from = i + 1;
            }
        }
        return from == 0 ? text : script.append(text, from, text.length()).toString();
    }

    /** A character that an HTML parser replaces or that no encoding can hold: NUL, or half of a pair. */
    private static boolean isForbidden(char c) {
        return c == 0 || c == '\ufffe' || c == '\uffff';
    }
}

package io.github.recorder.report;

/** Escapes text for the page's HTML; no other code does. Pure. */
final class HtmlText {

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

    /** A character that an HTML parser replaces or that no encoding can hold: NUL, or half of a pair. */
    private static boolean isForbidden(char c) {
        return c == 0 || c == '\ufffe' || c == '\uffff';
    }
}

package io.github.recorder.report;

import io.github.recorder.recording.HtmlCharacters;

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
                default -> html.append(HtmlCharacters.isReplaced(c) ? '\ufffd' : c);
            }
        }
        return html.toString();
    }
}

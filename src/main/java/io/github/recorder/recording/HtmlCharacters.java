package io.github.recorder.recording;

/** The characters that HTML does not keep. Pure. */
public final class HtmlCharacters {

    private HtmlCharacters() {}

    /** Returns whether an HTML parser replaces a character, or refuses it. */
    public static boolean isReplaced(char c) {
        return c == 0 || c == '\ufffe' || c == '\uffff';
    }
}

package io.github.recorder.lifecycle;

import tools.jackson.databind.JsonNode;

/**
 * What a look at the recordings came to.
 *
 * @param found whether there is what was looked for
 * @param text the whole as plain text, which ends with a newline; empty where there is nothing to tell
 * @param json the same as JSON; JSON null where there is nothing to tell
 * @param sentence the outcome in a sentence: where nothing was found, what to do
 */
public record InspectionOutcome(boolean found, String text, JsonNode json, String sentence) {

    /** Returns what is printed: the text, or JSON of one value and a newline; empty where there is nothing to tell. */
    public String printed(boolean asJson) {
        if (!asJson) {
            return text;
        }
        return json.isNull() ? "" : json.toPrettyString().replace(System.lineSeparator(), "\n") + "\n";
    }
}

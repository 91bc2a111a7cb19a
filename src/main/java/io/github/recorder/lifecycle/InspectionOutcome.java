package io.github.recorder.lifecycle;

import tools.jackson.databind.JsonNode;

/**
 * The outcome of an inspection.
 *
 * @param found whether the recordings were found
 * @param text the output as plain text, which ends with a newline; empty if there is none
 * @param json the output as JSON; JSON null if there is none
 * @param sentence the outcome in a sentence, with advice if nothing was found
 */
public record InspectionOutcome(boolean found, String text, JsonNode json, String sentence) {

    /** Returns the output: the text, or one JSON value and a newline; empty if there is none. */
    public String printed(boolean asJson) {
        if (!asJson) {
            return text;
        }
        return json.isNull() ? "" : json.toPrettyString().replace(System.lineSeparator(), "\n") + "\n";
    }
}

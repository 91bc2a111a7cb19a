package io.github.recorder.check;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The result of comparing a live response with the recorded one, the harmless first. */
public enum CheckVerdict {
    /** The whole responses are equal as JSON. Ids, times, headers and counts may differ. */
    @JsonProperty("identical")
    IDENTICAL("identical"),
    /** Only texts or single values differ. */
    @JsonProperty("reworded")
    REWORDED("reworded"),
    /**
     * A tool call, a refusal, a filter, a finish reason, the number of choices, the JSON in the text, or the status
     * differs.
     */
    @JsonProperty("changed")
    CHANGED("changed"),
    /** A field is gone, was added, or has another type. */
    @JsonProperty("shape changed")
    SHAPE_CHANGED("shape changed"),
    /** There is no live response to compare. */
    @JsonProperty("not asked")
    NOT_ASKED("could not be asked");

    private final String words;

    CheckVerdict(String words) {
        this.words = words;
    }

    /** Returns the verdict for messages. */
    public String words() {
        return words;
    }
}

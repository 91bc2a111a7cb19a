package io.github.recorder.recording;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** The names of JSON types in messages. */
public final class JsonTypeNames {

    private JsonTypeNames() {}

    /** Returns the name with its article, for instance {@code a list}. */
    public static String of(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case VALUE_NULL -> "null";
            default -> "no value";
        };
    }
}

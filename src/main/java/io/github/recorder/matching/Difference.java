package io.github.recorder.matching;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A place where a request differs from a recording. At least one of the two values exists. Both are normalized, so
 * differences that matching ignores do not appear.
 *
 * @param pointer the place, as a JSON pointer (RFC 6901); empty for the whole body. An index refers to the request, or
 *     to the recording if only that has the value
 * @param request the value in the request; null if it has none
 * @param recording the value in the recording; null if it has none
 * @param likeness how similar two strings are
 * @param omitted the number of characters that are left out at the beginning of two strings
 */
public record Difference(
        String pointer,
        @Nullable JsonNode request,
        @Nullable JsonNode recording,
        DifferenceKind likeness,
        int omitted) {

    /** A difference with whole values. */
    public Difference(
            String pointer, @Nullable JsonNode request, @Nullable JsonNode recording, DifferenceKind likeness) {
        this(pointer, request, recording, likeness, 0);
    }
}

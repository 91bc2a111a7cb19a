package io.github.recorder.matching;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One place where a request differs from a recording. At least one of the two values exists. Both are normalized, so
 * differences that matching ignores do not appear.
 *
 * @param pointer the place, as a JSON pointer (RFC 6901); empty for the whole body. An index refers to the request, or
 *     to the recording if only that has the value
 * @param request the request's value; null if it has none there
 * @param recording the recording's value; null if it has none there
 * @param likeness what two strings still have in common
 */
public record Difference(
        String pointer,
        @Nullable JsonNode request,
        @Nullable JsonNode recording,
        DifferenceKind likeness) {}

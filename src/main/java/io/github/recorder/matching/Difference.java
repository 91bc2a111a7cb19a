package io.github.recorder.matching;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One place where a request is not what was recorded. At least one of the two values is there. Both are normalized, so
 * that what matching overlooks does not show.
 *
 * @param pointer the place, as a JSON pointer (RFC 6901); empty for the whole body. An index counts in the request, or
 *     in the recording where only that has the value
 * @param request the request's value; null where the request has none there
 * @param recording the recording's value; null where the recording has none there
 * @param likeness what two strings have in common all the same
 */
public record Difference(
        String pointer,
        @Nullable JsonNode request,
        @Nullable JsonNode recording,
        DifferenceKind likeness) {}

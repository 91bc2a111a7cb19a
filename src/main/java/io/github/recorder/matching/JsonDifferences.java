package io.github.recorder.matching;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where a request is not what was recorded, and how far it is from it. Pure; the same two values give the same result on every
 * machine.
 *
 * <p>Compared is what matching compares: normalized values, {@code 1} and {@code 1.0} as one number, keys in any order. So two
 * values without a difference are the same request. Of two lists the items that are equal at the beginning and at the end are put
 * together, and what is between is compared one by one: a message that was put in between is one difference, not one for each
 * that comes after it.
 *
 * <p>The distance is in thousandths: the weight of what differs, divided by the weight of all. A number, {@code true}, {@code
 * false}, {@code null}, an empty object and an empty list weigh 32; a string weighs 32 and one for each character, of which 1,024
 * count at most. Of two strings the 32 count as different, and of the rest the share that is left between the first and the last
 * character that differ. A value that only one side has, or that is of another kind on the other, counts whole. 0 is equal; what
 * differs at all is 1 at least.
 *
 * @param listed the differences, those nearest to the root first, {@link #MOST_LISTED} at most
 * @param count the number of all differences
 * @param distance in thousandths, 0 to 1000
 */
public record JsonDifferences(List<Difference> listed, int count, int distance) {

    /** The most differences that are listed. */
    public static final int MOST_LISTED = 50;

    /** The distance of two values that have nothing in common. */
    public static final int FARTHEST = 1000;

    private static final int LEAF_WEIGHT = 32;
    private static final int MOST_COUNTED_CHARACTERS = 1024;

    /** Keeps a copy of the list. */
    public JsonDifferences {
        listed = List.copyOf(listed);
    }

    /**
     * Compares two bodies as they are sent.
     *
     * @param request the request's; null where it has none
     * @param recording the recording's; null where it has none
     */
    public static JsonDifferences between(@Nullable JsonNode request, @Nullable JsonNode recording) {
        return asIs(normalized(request), normalized(recording));
    }

    /** Tells whether the two are the same request. */
    public boolean none() {
        return count == 0;
    }

    /** Returns what all differences have in common; {@link DifferenceKind#NONE} where they do not, or are too many to look at. */
    public DifferenceKind likeness() {
        List<DifferenceKind> all =
                listed.stream().map(Difference::likeness).distinct().toList();
        return all.size() == 1 && count == listed.size() ? all.get(0) : DifferenceKind.NONE;
    }

    /** Compares values that are normalized already, or need not be. */
    public static JsonDifferences asIs(@Nullable JsonNode request, @Nullable JsonNode recording) {
        Walk walk = new Walk();
        if (request != null && recording != null) {
            walk.both(request, recording, null, 0);
        } else if (request != null || recording != null) {
            walk.one(request, recording, null, 0);
        }
        return walk.result();
    }

    static @Nullable JsonNode normalized(@Nullable JsonNode body) {
        return body == null ? null : RequestNormalization.normalized(body);
    }

    /** A step from the root, as a list that is shared by all below; only what is listed becomes text. */
    private record Step(@Nullable Step before, String name) {

        static String pointer(@Nullable Step last) {
            StringBuilder pointer = new StringBuilder();
            for (Step step = last; step != null; step = step.before) {
                pointer.insert(0, "/" + step.name.replace("~", "~0").replace("/", "~1"));
            }
            return pointer.toString();
        }
    }

    private record Found(
            @Nullable Step step,
            int depth,
            @Nullable JsonNode request,
            @Nullable JsonNode recording) {

        Difference difference() {
            DifferenceKind likeness =
                    request == null || recording == null ? DifferenceKind.NONE : DifferenceKind.of(request, recording);
            return new Difference(Step.pointer(step), request, recording, likeness);
        }
    }

    /** One way through two values. */
    private static final class Walk {

        private final List<Found> found = new ArrayList<>();
        private long different;
        private long all;

        JsonDifferences result() {
            // A stable sort: within a depth they stay in the order of the keys.
            List<Difference> listed = found.stream()
                    .sorted(Comparator.comparingInt(Found::depth))
                    .limit(MOST_LISTED)
                    .map(Found::difference)
                    .toList();
            long distance = found.isEmpty() ? 0 : Math.max(1, FARTHEST * different / Math.max(1, all));
            return new JsonDifferences(listed, found.size(), (int) distance);
        }

        void both(JsonNode request, JsonNode recording, @Nullable Step step, int depth) {
            if (request.isObject() && recording.isObject() && !(request.isEmpty() && recording.isEmpty())) {
                objects(request, recording, step, depth);
            } else if (request.isArray() && recording.isArray() && !(request.isEmpty() && recording.isEmpty())) {
                arrays(request, recording, step, depth);
            } else if (same(request, recording)) {
                all += weight(request);
            } else {
                found.add(new Found(step, depth, request, recording));
                if (request.isString() && recording.isString()) {
                    strings(request.stringValue(), recording.stringValue());
                } else {
                    long weight = Math.max(weight(request), weight(recording));
                    different += weight;
                    all += weight;
                }
            }
        }

        void one(@Nullable JsonNode request, @Nullable JsonNode recording, @Nullable Step step, int depth) {
            found.add(new Found(step, depth, request, recording));
            long weight = (request == null ? 0 : weight(request)) + (recording == null ? 0 : weight(recording));
            different += weight;
            all += weight;
        }

        private void objects(JsonNode request, JsonNode recording, @Nullable Step step, int depth) {
            String[] names = names(request, recording);
            for (String name : names) {
                JsonNode left = request.get(name);
                JsonNode right = recording.get(name);
                Step next = new Step(step, name);
                if (left != null && right != null) {
                    both(left, right, next, depth + 1);
                } else {
                    one(left, right, next, depth + 1);
                }
            }
        }

        private void arrays(JsonNode request, JsonNode recording, @Nullable Step step, int depth) {
            int shorter = Math.min(request.size(), recording.size());
            int head = 0;
            while (head < shorter && same(request.path(head), recording.path(head))) {
                all += weight(request.path(head));
                head++;
            }
            int tail = 0;
            while (tail < shorter - head && same(fromEnd(request, tail), fromEnd(recording, tail))) {
                all += weight(fromEnd(request, tail));
                tail++;
            }
            for (int i = head; i < Math.max(request.size(), recording.size()) - tail; i++) {
                JsonNode left = i < request.size() - tail ? request.path(i) : null;
                JsonNode right = i < recording.size() - tail ? recording.path(i) : null;
                Step next = new Step(step, Integer.toString(i));
                if (left != null && right != null) {
                    both(left, right, next, depth + 1);
                } else {
                    one(left, right, next, depth + 1);
                }
            }
        }

        private void strings(String request, String recording) {
            int shorter = Math.min(request.length(), recording.length());
            int longer = Math.max(request.length(), recording.length());
            int head = 0;
            while (head < shorter && request.charAt(head) == recording.charAt(head)) {
                head++;
            }
            int tail = 0;
            while (tail < shorter - head
                    && request.charAt(request.length() - 1 - tail) == recording.charAt(recording.length() - 1 - tail)) {
                tail++;
            }
            long characters = Math.min(longer, MOST_COUNTED_CHARACTERS);
            different += LEAF_WEIGHT + characters * (longer - head - tail) / longer;
            all += LEAF_WEIGHT + characters;
        }

        private static JsonNode fromEnd(JsonNode array, int index) {
            return array.path(array.size() - 1 - index);
        }

        private static String[] names(JsonNode request, JsonNode recording) {
            List<String> names = new ArrayList<>(request.propertyNames());
            for (String name : recording.propertyNames()) {
                if (!request.has(name)) {
                    names.add(name);
                }
            }
            String[] sorted = names.toArray(new String[0]);
            Arrays.sort(sorted);
            return sorted;
        }

        private static long weight(JsonNode value) {
            if (value.isString()) {
                return (long) LEAF_WEIGHT + Math.min(value.stringValue().length(), MOST_COUNTED_CHARACTERS);
            }
            if (!value.isContainer() || value.isEmpty()) {
                return LEAF_WEIGHT;
            }
            long weight = 0;
            for (JsonNode item : value) {
                weight += weight(item);
            }
            return weight;
        }
    }

    /** Tells whether matching takes two normalized values for the same. */
    static boolean same(JsonNode request, JsonNode recording) {
        if (request.getNodeType() != recording.getNodeType()) {
            return false;
        }
        switch (request.getNodeType()) {
            case OBJECT -> {
                if (request.size() != recording.size()) {
                    return false;
                }
                for (String name : request.propertyNames()) {
                    JsonNode other = recording.get(name);
                    if (other == null || !same(request.path(name), other)) {
                        return false;
                    }
                }
                return true;
            }
            case ARRAY -> {
                if (request.size() != recording.size()) {
                    return false;
                }
                for (int i = 0; i < request.size(); i++) {
                    if (!same(request.path(i), recording.path(i))) {
                        return false;
                    }
                }
                return true;
            }
            case NUMBER -> {
                return number(request).equals(number(recording));
            }
            default -> {
                return request.equals(recording);
            }
        }
    }

    /** Returns the number as {@link CanonicalForm} has it: without fraction an integer, else the double. */
    private static Object number(JsonNode number) {
        if (number.isIntegralNumber()) {
            return new BigInteger(number.numberValue().toString());
        }
        double value = number.doubleValue();
        return value == Math.rint(value) && !Double.isInfinite(value)
                ? new BigDecimal(value).toBigInteger()
                : (Object) value;
    }
}

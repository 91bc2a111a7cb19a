package io.github.recorder.matching;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The differences between a request and a recording, and their distance. Pure: the same two values always give the same
 * result.
 *
 * <p>Values are compared as matching compares them: normalized, {@code 1} equal to {@code 1.0}, keys in any order.
 * Values without a difference are the same request. Equal items at the beginning and end of two lists are paired first,
 * and the items between are compared one by one, so an inserted message is one difference, not one for each message
 * after it.
 *
 * <p>The distance is in thousandths: the weight of what differs divided by the total weight. A number, {@code true},
 * {@code false}, {@code null}, an empty object and an empty list each weigh 32; a string weighs 32 plus one for each
 * character, up to 1,024. If two strings differ, the 32 count, plus the share between the first and the last differing
 * character. A value that only one side has, or whose type differs, counts whole. 0 means equal; any difference is at
 * least 1.
 *
 * @param listed the differences, those nearest to the root first, at most {@link #MOST_LISTED}
 * @param count the number of all differences
 * @param distance in thousandths, 0 to 1000
 */
public record JsonDifferences(List<Difference> listed, int count, int distance) {

    /** The maximum number of listed differences. */
    public static final int MOST_LISTED = 50;

    /** The distance between two values that have nothing in common. */
    public static final int FARTHEST = 1000;

    private static final int LEAF_WEIGHT = 32;
    private static final int MOST_COUNTED_CHARACTERS = 1024;

    /** Keeps a copy of the list. */
    public JsonDifferences {
        listed = List.copyOf(listed);
    }

    /**
     * Compares two bodies.
     *
     * @param request the body of the request; null if there is none
     * @param recording the body of the recording; null if there is none
     */
    public static JsonDifferences between(@Nullable JsonNode request, @Nullable JsonNode recording) {
        return asIs(normalized(request), normalized(recording));
    }

    /** Returns whether the two are the same request. */
    public boolean none() {
        return count == 0;
    }

    /**
     * Returns the kind that all differences share; {@link DifferenceKind#NONE} if they share none, or are too many to
     * examine.
     */
    public DifferenceKind likeness() {
        List<DifferenceKind> all =
                listed.stream().map(Difference::likeness).distinct().toList();
        return all.size() == 1 && count == listed.size() ? all.get(0) : DifferenceKind.NONE;
    }

    /** Compares values that are already normalized, or need no normalization. */
    public static JsonDifferences asIs(@Nullable JsonNode request, @Nullable JsonNode recording) {
        return walk(request, recording).result();
    }

    /**
     * Returns the JSON pointers of all differences, those nearest to the root first. Does not normalize the values.
     * Much faster than {@link #asIs}, because it examines no text.
     */
    public static List<String> pointers(@Nullable JsonNode request, @Nullable JsonNode recording) {
        return walk(request, recording)
                .nearestFirst()
                .map(found -> Step.pointer(found.step()))
                .toList();
    }

    private static Walk walk(@Nullable JsonNode request, @Nullable JsonNode recording) {
        Walk walk = new Walk();
        if (request != null && recording != null) {
            walk.both(request, recording, null, 0);
        } else if (request != null || recording != null) {
            walk.one(request, recording, null, 0);
        }
        return walk;
    }

    static @Nullable JsonNode normalized(@Nullable JsonNode body) {
        return body == null ? null : RequestNormalization.normalized(body);
    }

    /** A step from the root. Deeper steps share their parents. Only listed differences are converted to text. */
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

    /** One traversal of two values. */
    private static final class Walk {

        private final List<Found> found = new ArrayList<>();
        private long different;
        private long all;

        /** Returns the differences. The sort is stable, so those of one depth stay in the order of the keys. */
        Stream<Found> nearestFirst() {
            return found.stream().sorted(Comparator.comparingInt(Found::depth));
        }

        JsonDifferences result() {
            List<Difference> listed =
                    nearestFirst().limit(MOST_LISTED).map(Found::difference).toList();
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

    /** Returns whether matching treats two normalized values as equal. */
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

    /** Returns the number as in {@link CanonicalForm}: an integer if it has no fraction, else a double. */
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

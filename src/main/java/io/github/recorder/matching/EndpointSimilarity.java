package io.github.recorder.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Decides which endpoints are similar enough for a comparison of their requests. */
public final class EndpointSimilarity {

    private EndpointSimilarity() {}

    /**
     * Returns whether two endpoints differ in the query only, or whether exactly one segment of the path differs and
     * that segment does not name the operation. The model may differ in {@code
     * /v1beta/models/gemini-2.5-flash:generateContent}, or the part after the colon, and so may two ids in {@code
     * /customers/7}; but {@code /v1/embeddings} is not similar to {@code /v1/completions}.
     */
    public static boolean alike(String one, String other) {
        String[] left = segments(one);
        String[] right = segments(other);
        if (left.length != right.length || one.equals(other)) {
            return false;
        }
        int last = left.length - 1;
        int count = differing(left, right);
        return count == 0
                || (count == 1
                        && (left[last].equals(right[last])
                                || shareAPart(left[last], right[last])
                                || (hasDigit(left[last]) && hasDigit(right[last]))));
    }

    /**
     * Returns whether two endpoints are similar enough if the bodies of their requests are equal: their paths are
     * equally long and begin with the same segment.
     */
    public static boolean alikeWithEqualBodies(String one, String other) {
        String[] left = segments(one);
        String[] right = segments(other);
        return left.length == right.length && left.length > 1 && left[1].equals(right[1]) && !one.equals(other);
    }

    /** Returns the number of segments and parameters of the query that differ, of two paths of the same length. */
    public static int difference(String one, String other) {
        String[] left = segments(one);
        String[] right = segments(other);
        int segments = left.length == right.length ? differing(left, right) : Math.max(left.length, right.length);
        return segments + Math.max(lacking(one, other), lacking(other, one));
    }

    private static String[] segments(String endpoint) {
        int query = endpoint.indexOf('?');
        return (query < 0 ? endpoint : endpoint.substring(0, query)).split("/", -1);
    }

    private static int differing(String[] left, String[] right) {
        int count = 0;
        for (int i = 0; i < left.length; i++) {
            count += left[i].equals(right[i]) ? 0 : 1;
        }
        return count;
    }

    /** Returns the number of parameters that only the first endpoint has. */
    private static int lacking(String one, String other) {
        List<String> parameters = parameters(one);
        parameters.removeAll(parameters(other));
        return parameters.size();
    }

    private static List<String> parameters(String endpoint) {
        int query = endpoint.indexOf('?');
        return query < 0
                ? new ArrayList<>()
                : new ArrayList<>(Arrays.asList(endpoint.substring(query + 1).split("&")));
    }

    private static boolean hasDigit(String segment) {
        return segment.chars().anyMatch(Character::isDigit);
    }

    private static boolean shareAPart(String one, String other) {
        int left = one.lastIndexOf(':');
        int right = other.lastIndexOf(':');
        return left > 0
                && right > 0
                && (one.substring(left).equals(other.substring(right))
                        || one.substring(0, left).equals(other.substring(0, right)));
    }
}

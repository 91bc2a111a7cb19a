package io.github.recorder.matching;

/** Decides which endpoints are similar enough for a comparison of their requests. */
public final class EndpointSimilarity {

    private EndpointSimilarity() {}

    /**
     * Returns whether exactly one segment of the path differs and that segment does not name the operation. The model
     * may differ in {@code /v1beta/models/gemini-2.5-flash:generateContent}, or the part after the colon; but {@code
     * /v1/embeddings} is not similar to {@code /v1/completions}.
     */
    public static boolean alike(String one, String other) {
        String[] left = one.split("/", -1);
        String[] right = other.split("/", -1);
        if (left.length != right.length) {
            return false;
        }
        int different = -1;
        for (int i = 0; i < left.length; i++) {
            if (!left[i].equals(right[i])) {
                if (different >= 0) {
                    return false;
                }
                different = i;
            }
        }
        return different >= 0 && (different < left.length - 1 || shareAPart(left[different], right[different]));
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

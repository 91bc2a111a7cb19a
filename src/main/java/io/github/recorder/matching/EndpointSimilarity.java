package io.github.recorder.matching;

/** Tells which endpoints are so much alike that calls to one can be compared with calls to the other. */
public final class EndpointSimilarity {

    private EndpointSimilarity() {}

    /**
     * Tells whether one segment of the path differs and it is not what says which call it is. So the model may be
     * another in {@code /v1beta/models/gemini-2.5-flash:generateContent}, or the part after the colon, but {@code
     * /v1/embeddings} is nothing like {@code /v1/completions}.
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

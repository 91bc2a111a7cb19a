package io.github.recorder.provider;

import java.util.Set;

/** What tells the paths of Google's Gemini and Vertex APIs from others. */
final class GooglePath {

    private static final Set<String> METHODS = Set.of(
            "generateContent",
            "streamGenerateContent",
            "embedContent",
            "batchEmbedContents",
            "asyncBatchEmbedContent",
            "countTokens",
            "computeTokens",
            "batchGenerateContent",
            "predict",
            "rawPredict",
            "streamRawPredict",
            "predictLongRunning",
            "fetchPredictOperation");

    private GooglePath() {}

    /** Tells whether a path's last segment calls a method of a model, as {@code gemini-2.0-flash:generateContent} does. */
    static boolean isMethodCall(String segment) {
        return METHODS.contains(segment.substring(segment.lastIndexOf(':') + 1)) && segment.indexOf(':') > 0;
    }
}

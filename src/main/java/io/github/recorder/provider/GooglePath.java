package io.github.recorder.provider;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes the paths of Google's Gemini and Vertex APIs. Source: the HTTP bindings in the API references
 * of <a href="https://ai.google.dev/api/generate-content">Gemini</a> and <a
 * href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference">Vertex</a>.
 */
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

    private static final Set<String> VERSIONS = Set.of("v1beta", "v1beta1", "v1alpha");

    private static final Pattern SCOPE = Pattern.compile("/projects/[^/?]+(/locations/[^/?]+)?");

    private GooglePath() {}

    /**
     * Returns whether a path or its last segment calls a method of a model, as {@code gemini-2.0-flash:generateContent}
     * does.
     */
    static boolean isMethodCall(String segment) {
        int colon = segment.lastIndexOf(':');
        return colon > 0 && METHODS.contains(segment.substring(colon + 1));
    }

    /** Returns whether an endpoint, with or without a query, is one of Google's. */
    static boolean isGoogles(String endpoint) {
        String path = PathAndQuery.withoutQuery(endpoint);
        int end = path.indexOf('/', 1);
        return (end > 0 && VERSIONS.contains(path.substring(1, end))) || isMethodCall(path);
    }

    /** Returns the project and location in a path, as a path of their own; empty if it names none. */
    static String scope(String path) {
        Matcher scope = SCOPE.matcher(path);
        return scope.find() ? scope.group() : "";
    }

    /**
     * Returns the endpoint without the parameters that do not affect the response: {@code key}, which is the client's
     * API key, and {@code alt=sse}, which every SDK adds to a streaming call.
     */
    static String identity(String endpoint) {
        String path = PathAndQuery.withoutQuery(endpoint);
        return path + query(endpoint.substring(path.length()));
    }

    /** Returns a query, with its question mark, without these parameters; empty if no parameter is left. */
    static String query(String query) {
        String left = query.isEmpty()
                ? null
                : PathAndQuery.withoutParameters(
                        query.substring(1), parameter -> parameter.startsWith("key=") || parameter.equals("alt=sse"));
        return left == null ? "" : "?" + left;
    }
}

package io.github.recorder.provider;

import java.util.Set;

/**
 * Recognizes the paths of OpenAI's API. Source: the <a
 * href="https://platform.openai.com/docs/api-reference">API reference</a>.
 */
final class OpenAiPath {

    private static final String ROOT = "/v1/";

    private static final Set<String> FAMILIES = Set.of(
            "assistants",
            "audio",
            "batches",
            "chat",
            "completions",
            "containers",
            "conversations",
            "embeddings",
            "evals",
            "files",
            "fine_tuning",
            "images",
            "models",
            "moderations",
            "realtime",
            "responses",
            "threads",
            "uploads",
            "vector_stores",
            "videos");

    private OpenAiPath() {}

    /** Returns whether a path segment is the first after {@code /v1} of one of OpenAI's endpoints. */
    static boolean isFamily(String segment) {
        return FAMILIES.contains(segment);
    }

    /** Returns whether a path is one of OpenAI's, or one that llama-stack offers below {@code /v1/openai/v1}. */
    static boolean isOpenAis(String path) {
        if (!path.startsWith(ROOT) || GooglePath.isMethodCall(path)) {
            return false;
        }
        int end = path.indexOf('/', ROOT.length());
        String family = path.substring(ROOT.length(), end < 0 ? path.length() : end);
        return isFamily(family) || family.equals("openai");
    }
}

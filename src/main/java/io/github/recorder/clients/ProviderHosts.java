package io.github.recorder.clients;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The table of the hosts of known services, each with the property that a client should be given instead. */
public final class ProviderHosts {

    /** For services that have no name of their own at the server. */
    private static final String SERVER = "recorder.url";

    private static final List<GuardedHost> BUILT_IN = List.of(
            upstream("api.openai.com", "openai"),
            upstream("*.api.openai.com", "openai"),
            upstream("api.anthropic.com", "anthropic"),
            upstream("generativelanguage.googleapis.com", "gemini"),
            upstream("aiplatform.googleapis.com", "vertex"),
            upstream("*-aiplatform.googleapis.com", "vertex"),
            upstream("api.mistral.ai", "mistral"),
            upstream("api.groq.com", "groq"),
            upstream("openrouter.ai", "openrouter"),
            upstream("*.openai.azure.com", "azure"),
            upstream("*.cognitiveservices.azure.com", "azure"),
            upstream("*.services.ai.azure.com", "azure"),
            new GuardedHost("models.github.ai", SERVER),
            new GuardedHost("bedrock-runtime.*.amazonaws.com", SERVER),
            new GuardedHost("api.cohere.com", SERVER),
            new GuardedHost("api.cohere.ai", SERVER),
            new GuardedHost("api.deepseek.com", SERVER),
            new GuardedHost("api.fireworks.ai", SERVER),
            new GuardedHost("api.jina.ai", SERVER),
            new GuardedHost("api.perplexity.ai", SERVER),
            new GuardedHost("api.together.xyz", SERVER),
            new GuardedHost("api.voyageai.com", SERVER),
            new GuardedHost("api.x.ai", SERVER),
            new GuardedHost("router.huggingface.co", SERVER));

    private ProviderHosts() {}

    /** Returns the table. */
    public static List<GuardedHost> builtIn() {
        return BUILT_IN;
    }

    /**
     * Returns the table with hosts that the user names.
     *
     * @param own names, or patterns with {@code *}, in any case
     */
    public static List<GuardedHost> with(List<String> own) {
        return Stream.concat(
                        BUILT_IN.stream(),
                        own.stream()
                                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                                .filter(host -> !host.isEmpty())
                                .map(host -> new GuardedHost(host, SERVER)))
                .toList();
    }

    private static GuardedHost upstream(String pattern, String name) {
        return new GuardedHost(pattern, "recorder." + name + ".url");
    }
}

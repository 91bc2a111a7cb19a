package io.github.recorder.clients;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The table of the hosts of known services, each with the property that a client should be given instead. */
public final class ProviderHosts {

    /** The property with the server's base URL, for services that have no name of their own at the server. */
    public static final String SERVER = "recorder.url";

    private static final List<GuardedHost> BUILT_IN = List.of(
            new GuardedHost("api.openai.com", "openai"),
            new GuardedHost("*.api.openai.com", "openai"),
            new GuardedHost("api.anthropic.com", "anthropic"),
            new GuardedHost("generativelanguage.googleapis.com", "gemini"),
            new GuardedHost("aiplatform.googleapis.com", "vertex"),
            new GuardedHost("*-aiplatform.googleapis.com", "vertex"),
            new GuardedHost("api.mistral.ai", "mistral"),
            new GuardedHost("api.groq.com", "groq"),
            new GuardedHost("openrouter.ai", "openrouter"),
            new GuardedHost("*.openai.azure.com", "azure"),
            new GuardedHost("*.cognitiveservices.azure.com", "azure"),
            new GuardedHost("*.services.ai.azure.com", "azure"),
            new GuardedHost("models.github.ai", null),
            new GuardedHost("bedrock-runtime.*.amazonaws.com", null),
            new GuardedHost("api.cohere.com", null),
            new GuardedHost("api.cohere.ai", null),
            new GuardedHost("api.deepseek.com", null),
            new GuardedHost("api.fireworks.ai", null),
            new GuardedHost("api.jina.ai", null),
            new GuardedHost("api.perplexity.ai", null),
            new GuardedHost("api.together.xyz", null),
            new GuardedHost("api.voyageai.com", null),
            new GuardedHost("api.x.ai", null),
            new GuardedHost("router.huggingface.co", null));

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
                                .map(host -> new GuardedHost(host, null)))
                .toList();
    }
}

package io.github.recorder.provider;

import io.github.recorder.recording.HttpHeader;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The services that need no configuration, one row each. Nothing outside this table and the dialects distinguishes
 * services by their names. The order is that in which the dialects are asked.
 */
public final class KnownServices {

    /** The default service of requests whose path and configuration name none. */
    private static final String USUAL = "openai";

    private static final Dialect OPENAI = new OpenAiDialect();
    private static final Dialect GEMINI = new GeminiDialect();

    private static final List<KnownService> ALL = List.of(
            new KnownService(
                    "ollama",
                    "http://localhost:11434",
                    List.of(),
                    ApiKey.bearer(null),
                    List.of(new OllamaDialect()),
                    true),
            new KnownService(
                    "anthropic",
                    "https://api.anthropic.com",
                    List.of("api.anthropic.com"),
                    ApiKey.header("x-api-key", "ANTHROPIC_API_KEY"),
                    List.of(new AnthropicDialect()),
                    false,
                    List.of("anthropic-beta"),
                    List.of(new HttpHeader("anthropic-version", "2023-06-01"))),
            new KnownService(
                    "gemini",
                    "https://generativelanguage.googleapis.com",
                    List.of("generativelanguage.googleapis.com"),
                    ApiKey.header("x-goog-api-key", "GEMINI_API_KEY"),
                    List.of(new InteractionsDialect(), GEMINI),
                    true),
            new KnownService(
                    "vertex",
                    "https://aiplatform.googleapis.com",
                    List.of("aiplatform.googleapis.com", "*-aiplatform.googleapis.com"),
                    ApiKey.header("x-goog-api-key", null),
                    List.of(GEMINI),
                    true),
            new KnownService(
                    "cohere",
                    "https://api.cohere.com",
                    List.of("api.cohere.com", "api.cohere.ai"),
                    ApiKey.bearer("CO_API_KEY"),
                    List.of(new CohereDialect()),
                    false),
            new KnownService(
                    USUAL,
                    "https://api.openai.com/v1",
                    List.of("api.openai.com", "*.api.openai.com"),
                    ApiKey.bearer("OPENAI_API_KEY"),
                    List.of(OPENAI),
                    true,
                    List.of("openai-beta"),
                    List.of()),
            copy("mistral", "https://api.mistral.ai/v1", "api.mistral.ai", "MISTRAL_API_KEY"),
            copy("groq", "https://api.groq.com/openai/v1", "api.groq.com", "GROQ_API_KEY"),
            copy("openrouter", "https://openrouter.ai/api/v1", "openrouter.ai", "OPENROUTER_API_KEY"),
            new KnownService(
                    "azure",
                    null,
                    List.of("*.openai.azure.com", "*.cognitiveservices.azure.com", "*.services.ai.azure.com"),
                    ApiKey.header("api-key", "AZURE_OPENAI_API_KEY"),
                    List.of(OPENAI),
                    true),
            hostsOnly("models.github.ai"),
            hostsOnly("bedrock-runtime.*.amazonaws.com"),
            hostsOnly("api.deepseek.com"),
            hostsOnly("api.fireworks.ai"),
            hostsOnly("api.jina.ai"),
            hostsOnly("api.perplexity.ai"),
            hostsOnly("api.together.xyz"),
            hostsOnly("api.voyageai.com"),
            hostsOnly("api.x.ai"),
            hostsOnly("router.huggingface.co"));

    private KnownServices() {}

    /** A service whose API is a copy of OpenAI's. */
    private static KnownService copy(String name, String url, String host, String keyVariable) {
        return new KnownService(name, url, List.of(host), ApiKey.bearer(keyVariable), List.of(OPENAI), true);
    }

    /** Creates a service that is guarded and can be intercepted, and has no name at the server. */
    private static KnownService hostsOnly(String... hosts) {
        return new KnownService(null, null, List.of(hosts), ApiKey.bearer(null), List.of(OPENAI), true);
    }

    /** Returns all rows. */
    public static List<KnownService> all() {
        return ALL;
    }

    /** Returns the row of a name; empty if there is none, or if the name is null. */
    static Optional<KnownService> named(@Nullable String name) {
        return ALL.stream()
                .filter(service -> name != null && name.equals(service.name()))
                .findFirst();
    }

    /** Returns the name of the default service of this dialect, for requests whose path names none. */
    static String usual(Dialect dialect) {
        return ALL.stream()
                .filter(service -> service.dialects().contains(dialect))
                .map(KnownService::name)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(USUAL);
    }

    /** Returns the request headers, in lower case, by which clients of any service choose a form of the response. */
    public static Set<String> negotiating() {
        return ALL.stream().flatMap(service -> service.negotiating().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the distinct dialects, in the order in which they are asked. */
    static List<Dialect> dialects() {
        return ALL.stream()
                .flatMap(service -> service.dialects().stream())
                .distinct()
                .toList();
    }

    /**
     * Returns how a key is sent to a service: as that service receives it if the request is in one of its dialects;
     * else as the dialect's own service does.
     *
     * @param name the service's name, which may be missing from the table
     */
    public static ApiKey key(String name, Dialect dialect) {
        return named(name)
                .filter(service -> service.dialects().contains(dialect))
                .or(() -> named(usual(dialect)))
                .orElseThrow()
                .key();
    }

    /**
     * Returns the headers that every request to a service must have, besides the key.
     *
     * @param name the service's name, which may be missing from the table
     */
    public static List<HttpHeader> requiredHeaders(String name) {
        return named(name).map(KnownService::required).orElse(List.of());
    }

    /** Returns the names, in lower case, of the headers in which services receive their keys. */
    public static Set<String> keyHeaders() {
        return ALL.stream()
                .map(service -> service.key().header().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the rows that have a name. */
    public static Stream<KnownService> named() {
        return ALL.stream().filter(service -> service.name() != null);
    }
}

package io.github.recorder.provider;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The services that a client can name by the first segment of its base URL's path. Immutable. */
public final class Upstreams {

    private static final Upstreams BUILT_IN = new Upstreams(List.of(
            new Upstream("openai", "https://api.openai.com/v1"),
            new Upstream("anthropic", "https://api.anthropic.com"),
            new Upstream("gemini", "https://generativelanguage.googleapis.com"),
            new Upstream("vertex", "https://aiplatform.googleapis.com"),
            new Upstream("ollama", "http://localhost:11434"),
            new Upstream("mistral", "https://api.mistral.ai/v1"),
            new Upstream("groq", "https://api.groq.com/openai/v1"),
            new Upstream("openrouter", "https://openrouter.ai/api/v1"),
            new Upstream("azure", null)));

    private final Map<String, Upstream> byName;

    private Upstreams(List<Upstream> upstreams) {
        byName = upstreams.stream().collect(Collectors.toUnmodifiableMap(Upstream::name, Function.identity()));
    }

    /** Returns the services that need no configuration. */
    public static Upstreams builtIn() {
        return BUILT_IN;
    }

    /** Returns the names, each a path segment. */
    public Set<String> names() {
        return byName.keySet();
    }

    /** Returns the service of a name; empty where there is none, also for null. */
    public Optional<Upstream> named(@Nullable String name) {
        return name == null ? Optional.empty() : Optional.ofNullable(byName.get(name));
    }
}

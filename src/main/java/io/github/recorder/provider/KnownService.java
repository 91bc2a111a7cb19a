package io.github.recorder.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service that needs no configuration: one row of {@link KnownServices}.
 *
 * @param name the first segment of a path that is meant for it, for instance {@code openai}; null if it has none, so
 *     that only its hosts are known
 * @param url the base URL as its clients write it, without a slash at its end; null if every user has a different one
 * @param hosts its hosts in lower case; {@code *} stands for any characters
 * @param key how it takes its key
 * @param dialects its APIs, which also know how its responses are read and its errors look; the last one is used for
 *     all paths that none of them knows
 * @param openAiToo whether it offers OpenAI's API, too, at the paths that OpenAI has
 * @param negotiating the request headers, in lower case, by which a client chooses among the forms of its responses
 */
public record KnownService(
        @Nullable String name,
        @Nullable String url,
        List<String> hosts,
        ApiKey key,
        List<Dialect> dialects,
        boolean openAiToo,
        List<String> negotiating) {

    /** Keeps copies of the lists. */
    public KnownService {
        hosts = List.copyOf(hosts);
        dialects = List.copyOf(dialects);
        negotiating = List.copyOf(negotiating);
    }

    /** A service whose responses no request header changes. */
    KnownService(
            @Nullable String name,
            @Nullable String url,
            List<String> hosts,
            ApiKey key,
            List<Dialect> dialects,
            boolean openAiToo) {
        this(name, url, hosts, key, dialects, openAiToo, List.of());
    }

    /** Returns the dialect of the paths that tell nothing. */
    public Dialect dialect() {
        return dialects.get(dialects.size() - 1);
    }
}

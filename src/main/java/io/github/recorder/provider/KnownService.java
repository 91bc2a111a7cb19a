package io.github.recorder.provider;

import io.github.recorder.recording.HttpHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service that needs no configuration: one row of {@link KnownServices}.
 *
 * @param name the first path segment of its requests, for instance {@code openai}; null if it has none, so that only
 *     its hosts are known
 * @param url the base URL as its clients write it, without a trailing slash; null if every user has a different one
 * @param hosts its hosts in lower case; {@code *} matches any characters
 * @param key how it receives its key
 * @param dialects its APIs, which also read its responses and write its errors; the last one handles all paths that
 *     none of them recognizes
 * @param openAiToo whether it also offers OpenAI's API, at OpenAI's paths
 * @param negotiating the request headers, in lower case, by which a client chooses among the forms of its responses
 * @param required the headers that every request must have, besides the key
 */
public record KnownService(
        @Nullable String name,
        @Nullable String url,
        List<String> hosts,
        ApiKey key,
        List<Dialect> dialects,
        boolean openAiToo,
        List<String> negotiating,
        List<HttpHeader> required) {

    /** Keeps copies of the lists. */
    public KnownService {
        hosts = List.copyOf(hosts);
        dialects = List.copyOf(dialects);
        negotiating = List.copyOf(negotiating);
        required = List.copyOf(required);
    }

    /** Creates a service whose responses no request header changes. */
    KnownService(
            @Nullable String name,
            @Nullable String url,
            List<String> hosts,
            ApiKey key,
            List<Dialect> dialects,
            boolean openAiToo) {
        this(name, url, hosts, key, dialects, openAiToo, List.of(), List.of());
    }

    /** Returns the dialect of paths that no dialect recognizes. */
    public Dialect dialect() {
        return dialects.get(dialects.size() - 1);
    }
}

package io.github.recorder.lifecycle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user's rules about equal requests, as written in the configuration; {@link RequestParsingConfig} validates them.
 *
 * @param ignored the parts that are not compared: {@code pointer:/metadata/run_id}, {@code query:timestamp}, {@code
 *     field:nonce}
 * @param replaced the texts that are replaced before requests are compared
 * @param headers the request headers that are compared
 */
public record MatchingConfig(List<String> ignored, List<Replacement> replaced, List<String> headers) {

    /** No rules. */
    public static final MatchingConfig NONE = new MatchingConfig(List.of(), List.of(), List.of());

    /** Keeps copies of the lists. */
    public MatchingConfig {
        ignored = List.copyOf(ignored);
        replaced = List.copyOf(replaced);
        headers = List.copyOf(headers);
    }

    /**
     * A text that is replaced before requests are compared.
     *
     * @param pattern a regular expression; null if the user gave none
     * @param standIn the replacement; null for the default
     */
    public record Replacement(
            @Nullable String pattern, @Nullable String standIn) {}
}

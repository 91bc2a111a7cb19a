package io.github.recorder.lifecycle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user's own rules about which requests are the same, in the user's words; {@link RequestParsingConfig} says what
 * is wrong with them.
 *
 * @param ignored what does not count: {@code pointer:/metadata/run_id}, {@code query:timestamp}, {@code field:nonce}
 * @param replaced the text that is compared as another
 * @param headers the request headers that count
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
     * Text that is compared as another.
     *
     * @param pattern a regular expression; null if the user gave none
     * @param standIn the text that takes its place; null for the usual one
     */
    public record Replacement(
            @Nullable String pattern, @Nullable String standIn) {}
}

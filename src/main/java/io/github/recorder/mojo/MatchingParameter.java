package io.github.recorder.mojo;

import io.github.recorder.lifecycle.MatchingConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The user's rules about equal requests, as in {@code <matching>}; Maven fills the fields. */
public final class MatchingParameter {

    private @Nullable List<String> ignore;
    private @Nullable List<ReplacementParameter> replace;
    private @Nullable List<String> headers;

    /**
     * Returns the configured values.
     *
     * @param given the parameter; null if unset
     */
    static MatchingConfig config(@Nullable MatchingParameter given) {
        if (given == null) {
            return MatchingConfig.NONE;
        }
        return new MatchingConfig(
                given.ignore == null ? List.of() : given.ignore,
                given.replace == null
                        ? List.of()
                        : given.replace.stream()
                                .map(ReplacementParameter::config)
                                .toList(),
                given.headers == null ? List.of() : given.headers);
    }
}

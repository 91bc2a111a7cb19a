package io.github.recorder.mojo;

import io.github.recorder.lifecycle.MatchingConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The user's own rules about which requests are the same, as {@code <matching>} has them; Maven fills the fields. */
public final class MatchingParameter {

    private @Nullable List<String> ignore;
    private @Nullable List<ReplacementParameter> replace;
    private @Nullable List<String> headers;

    /**
     * Returns the configured values.
     *
     * @param given null if unset
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

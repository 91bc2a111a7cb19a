package io.github.recorder.mojo;

import io.github.recorder.lifecycle.MatchingConfig;
import org.jspecify.annotations.Nullable;

/** A {@code <replacement>} of {@code <replace>} in {@code <matching>}; Maven fills the fields. */
public final class ReplacementParameter {

    private @Nullable String pattern;
    private @Nullable String with;

    /** Returns the configured values. */
    MatchingConfig.Replacement config() {
        return new MatchingConfig.Replacement(pattern, with);
    }
}

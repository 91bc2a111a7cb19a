package io.github.recorder.record;

import io.github.recorder.replay.Mode;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings of recording.
 *
 * @param mode what is done with calls of upstreams that have no mode of their own
 * @param modes the modes of upstreams, by name
 * @param errors which failures are recorded
 * @param timing whether the times of a stream's events are recorded, so that it can be replayed at their pace
 * @param environment the value of an environment variable; null if there is none
 * @param dummyKey the key that the plugin gives to clients that have none; it opens nothing and never leaves the
 *     machine
 */
public record RecordingSettings(
        Mode mode,
        Map<String, Mode> modes,
        ErrorRecordingPolicy errors,
        boolean timing,
        Function<String, @Nullable String> environment,
        String dummyKey) {

    /** Returns the mode of an upstream. */
    Mode of(String upstream) {
        return modes.getOrDefault(upstream, mode);
    }

    /** Returns whether all calls are answered from recordings. */
    public boolean replaysOnly() {
        return mode == Mode.REPLAY && modes.values().stream().allMatch(Mode.REPLAY::equals);
    }
}

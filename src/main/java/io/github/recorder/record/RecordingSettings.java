package io.github.recorder.record;

import io.github.recorder.replay.Mode;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings of recording.
 *
 * @param mode the mode of upstreams without their own
 * @param modes the modes of upstreams, by name
 * @param errors which failures are recorded
 * @param timing whether the times of a stream's events are recorded, so that it can be replayed at their pace
 * @param environment returns the value of an environment variable; null if it is unset
 * @param dummyKey the key that the plugin gives to clients that have none; it is not valid anywhere and never leaves
 *     the machine
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

    /** Returns whether all requests are answered from recordings. */
    public boolean replaysOnly() {
        return mode == Mode.REPLAY && modes.values().stream().allMatch(Mode.REPLAY::equals);
    }
}

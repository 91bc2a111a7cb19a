package io.github.recorder.lifecycle;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The options for calling real services and recording their responses. Words are as the user writes them;
 * {@link
 * RecordingConfig} says what is wrong with them.
 *
 * @param mode what is done with calls: {@code replay}, {@code record}, {@code record-if-missing} or {@code live}
 * @param reading services, and what is replaced in requests
 * @param allowOnCi whether real services may be called where the environment variable {@code CI} is set
 * @param recordErrors which failures are recorded: {@code never}, {@code missing} or {@code always}
 * @param recordTiming whether the times of a stream's events are recorded
 * @param pace how fast the events of a replayed stream follow one another: {@code none}, as they came, or a factor
 * @param connectTimeoutSeconds how long a connection to a service may take
 * @param answerTimeoutSeconds how long a service may take until the head of its response
 * @param environment the environment variables of the build
 * @param properties the system properties of the build
 * @param proxies the proxy that the build's own settings have for a target; empty for none
 */
public record RecordingOptions(
        String mode,
        RequestParsingOptions reading,
        boolean allowOnCi,
        String recordErrors,
        boolean recordTiming,
        String pace,
        int connectTimeoutSeconds,
        int answerTimeoutSeconds,
        Map<String, String> environment,
        Map<String, String> properties,
        Function<URI, Optional<ProxyConfig>> proxies) {

    /** A run of a build whose own settings have no proxy. */
    public RecordingOptions(
            String mode,
            RequestParsingOptions reading,
            boolean allowOnCi,
            String recordErrors,
            boolean recordTiming,
            String pace,
            int connectTimeoutSeconds,
            int answerTimeoutSeconds,
            Map<String, String> environment,
            Map<String, String> properties) {
        this(
                mode,
                reading,
                allowOnCi,
                recordErrors,
                recordTiming,
                pace,
                connectTimeoutSeconds,
                answerTimeoutSeconds,
                environment,
                properties,
                target -> Optional.empty());
    }

    /** A run that only replays. */
    public static final RecordingOptions REPLAY = new RecordingOptions(
            "replay", RequestParsingOptions.DEFAULT, false, "missing", false, "none", 10, 600, Map.of(), Map.of());
}

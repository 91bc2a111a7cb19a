package io.github.recorder.lifecycle;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The options for calling real services and recording their responses, as the user writes them; {@link RecordingConfig}
 * validates them.
 *
 * @param mode {@code replay}, {@code record}, {@code record-if-missing} or {@code live}
 * @param reading the services, and the redaction of requests
 * @param allowOnCi whether real services may be called if the environment variable {@code CI} is set
 * @param recordErrors which failures are recorded: {@code never}, {@code missing} or {@code always}
 * @param recordTiming whether the times of a stream's events are recorded
 * @param pace how fast the events of a replayed stream follow one another: {@code none}, {@code recorded}, or a factor
 * @param connectTimeoutSeconds the time limit for a connection to a service
 * @param answerTimeoutSeconds the time limit for the head of a response
 * @param environment the environment variables of the build
 * @param properties the system properties of the build
 * @param proxies returns the proxy of the build's own settings for a target; empty for none
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

    /** The options of a build without proxies in its settings. */
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

    /**
     * Returns the options of a check, which sends requests and records nothing.
     *
     * @param reading the services, and the redaction of responses
     */
    public static RecordingOptions checking(
            RequestParsingOptions reading,
            int connectTimeoutSeconds,
            int answerTimeoutSeconds,
            Map<String, String> environment,
            Map<String, String> properties,
            Function<URI, Optional<ProxyConfig>> proxies) {
        return new RecordingOptions(
                REPLAY.mode,
                reading,
                REPLAY.allowOnCi,
                REPLAY.recordErrors,
                REPLAY.recordTiming,
                REPLAY.pace,
                connectTimeoutSeconds,
                answerTimeoutSeconds,
                environment,
                properties,
                proxies);
    }

    /** The options of a run that only replays. */
    public static final RecordingOptions REPLAY = new RecordingOptions(
            "replay", RequestParsingOptions.DEFAULT, false, "missing", false, "none", 10, 600, Map.of(), Map.of());
}

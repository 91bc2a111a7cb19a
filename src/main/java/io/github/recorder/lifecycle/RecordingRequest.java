package io.github.recorder.lifecycle;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run needs to know to call real services and record what they say. Words are as the user writes them; {@link RecordingPlan} says what is
 * wrong with them.
 *
 * @param mode what is done with calls: {@code replay}, {@code record}, {@code record-if-missing} or {@code live}
 * @param upstreams the services that are not built in, or not as they are built in
 * @param upstream the service of calls that name none: a name; or the URL to which all calls go; null for the one that their kind tells
 * @param recordAs the base URL that recordings name; null for that of the service
 * @param allowOnCi whether real services may be called where the environment variable {@code CI} is set
 * @param recordErrors which failures are recorded: {@code never}, {@code missing} or {@code always}
 * @param recordTiming whether the times of a stream's events are recorded
 * @param pace how fast the events of a replayed stream follow one another: {@code none}, as they came, or a factor
 * @param redactions rules that add to what is replaced by default
 * @param connectTimeoutSeconds how long a connection to a service may take
 * @param answerTimeoutSeconds how long a service may take until the head of its answer
 * @param environment the environment variables of the build
 * @param properties the system properties of the build
 */
public record RecordingRequest(
        String mode,
        List<UpstreamRequest> upstreams,
        @Nullable String upstream,
        @Nullable String recordAs,
        boolean allowOnCi,
        String recordErrors,
        boolean recordTiming,
        String pace,
        List<String> redactions,
        int connectTimeoutSeconds,
        int answerTimeoutSeconds,
        Map<String, String> environment,
        Map<String, String> properties) {

    /** A run that only replays. */
    public static final RecordingRequest REPLAY = new RecordingRequest(
            "replay", List.of(), null, null, false, "missing", false, "none", List.of(), 10, 600, Map.of(), Map.of());
}

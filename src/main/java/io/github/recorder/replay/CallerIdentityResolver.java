package io.github.recorder.replay;

import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.matching.TestId;
import io.github.recorder.recording.Json;
import io.github.recorder.redaction.SecretScan;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Identifies the test that sent a request, from the request itself. */
final class CallerIdentityResolver {

    private static final String HEADER = "X-Recorder-Test-Id";
    private static final List<String> PROVIDER_DATA_HEADERS =
            List.of("X-OGX-Provider-Data", "X-LlamaStack-Provider-Data");
    private static final String PROVIDER_DATA_KEY = "__test_id";

    private CallerIdentityResolver() {}

    /**
     * Returns the test that the headers name, which is certain; {@link CallerIdentity#UNKNOWN} if they name none.
     *
     * @param headers returns the first value of a header
     */
    static CallerIdentity resolve(Function<String, @Nullable String> headers) {
        String named = named(headers);
        return named == null ? CallerIdentity.UNKNOWN : new CallerIdentity(named, AttributionConfidence.EXACT);
    }

    private static @Nullable String named(Function<String, @Nullable String> headers) {
        String id = headers.apply(HEADER);
        if (id == null || id.isBlank()) {
            id = fromProviderData(headers);
        }
        // The arguments of a parameterized test may be part of its name.
        return id == null ? null : SecretScan.BUILT_IN.masked(TestId.ascii(id.strip()));
    }

    private static @Nullable String fromProviderData(Function<String, @Nullable String> headers) {
        for (String name : PROVIDER_DATA_HEADERS) {
            String value = headers.apply(name);
            if (value == null) {
                continue;
            }
            JsonNode id;
            try {
                id = Json.read(value).path(PROVIDER_DATA_KEY);
            } catch (JacksonException notJson) {
                continue; // Other tools may use the header for data of their own.
            }
            if (id.isString() && !id.asString().isBlank()) {
                return id.asString();
            }
        }
        return null;
    }
}

package io.github.recorder.replay;

import io.github.recorder.ledger.AttributionConfidence;
import io.github.recorder.matching.TestId;
import io.github.recorder.recording.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Finds out which test sent a request, from what the request says of itself. */
public final class CallerIdentityResolver {

    private static final String HEADER = "X-Recorder-Test-Id";
    private static final List<String> PROVIDER_DATA_HEADERS =
            List.of("X-OGX-Provider-Data", "X-LlamaStack-Provider-Data");
    private static final String PROVIDER_DATA_KEY = "__test_id";

    private CallerIdentityResolver() {}

    /** Returns the test id in ASCII form; null where neither the request nor its session names one. */
    public static @Nullable String of(Exchange.Headers headers) {
        return caller(headers).test();
    }

    /** Returns the test and how sure it is; what a request says of itself comes before its session. */
    public static CallerIdentity caller(Exchange.Headers headers) {
        String named = named(headers);
        if (named != null) {
            return new CallerIdentity(named, AttributionConfidence.EXACT);
        }
        return headers instanceof AttributedHeaders attributed ? attributed.caller() : CallerIdentity.UNKNOWN;
    }

    private static @Nullable String named(Exchange.Headers headers) {
        String id = headers.first(HEADER);
        if (id == null || id.isBlank()) {
            id = fromProviderData(headers);
        }
        return id == null ? null : TestId.ascii(id.strip());
    }

    private static @Nullable String fromProviderData(Exchange.Headers headers) {
        for (String name : PROVIDER_DATA_HEADERS) {
            String value = headers.first(name);
            if (value == null) {
                continue;
            }
            JsonNode id;
            try {
                id = Json.mapper().readTree(value).path(PROVIDER_DATA_KEY);
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

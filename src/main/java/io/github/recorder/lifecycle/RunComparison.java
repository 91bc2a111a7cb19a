package io.github.recorder.lifecycle;

import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialects;
import io.github.recorder.prune.RequestComparison;
import io.github.recorder.recording.Json;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** How the requests of a run were compared, in the form that ledgers hold. */
public final class RunComparison {

    private RunComparison() {}

    /** Returns the settings that decide how requests are compared: the user's services and rules, but no redactions. */
    public static ObjectNode remembered(RequestParsingOptions options) {
        return (ObjectNode) RecordJson.of(withoutSecrets(options));
    }

    /**
     * Returns the comparison of a run.
     *
     * @param remembered the text from {@link #remembered}; if it cannot be parsed, for instance because it is of
     *     another version, the result has the built-in services and no rules
     */
    public static RequestComparison of(ObjectNode remembered) {
        RequestParsingConfig config = config(remembered);
        Dialects dialects = new Dialects(config.matching().rules(warning -> {}));
        return new ComparableRequests(config.upstreams(), dialects)::amongRecordings;
    }

    private static RequestParsingConfig config(ObjectNode remembered) {
        try {
            return RequestParsingConfig.of(Json.mapper().treeToValue(remembered, RequestParsingOptions.class));
        } catch (JacksonException | InvalidConfigurationException unknown) {
            return RequestParsingConfig.DEFAULT;
        }
    }

    private static RequestParsingOptions withoutSecrets(RequestParsingOptions options) {
        return new RequestParsingOptions(
                options.upstreams(), options.upstream(), options.recordAs(), List.of(), List.of(), options.matching());
    }
}

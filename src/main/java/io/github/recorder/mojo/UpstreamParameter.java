package io.github.recorder.mojo;

import io.github.recorder.lifecycle.RequestParsingOptions;
import io.github.recorder.lifecycle.UpstreamConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real service, as configured by {@code <upstream>} in {@code <upstreams>}; Maven fills the fields. */
public final class UpstreamParameter {

    private @Nullable String name;
    private @Nullable String url;
    private @Nullable String dialect;
    private @Nullable String recordAs;
    private @Nullable String keyVariable;
    private @Nullable String mode;
    private @Nullable MatchingParameter matching;
    private @Nullable List<String> links;

    /**
     * Returns the options that decide how requests are parsed.
     *
     * @param upstreams the services
     * @param upstream the service of requests that name none; null if it is inferred from the path
     * @param recordAs the base URL that recordings name; null for that of the service
     * @param redactions as configured; null if unset
     * @param allowedSecrets as configured; null if unset
     * @param matching as configured; null if unset
     */
    static RequestParsingOptions reading(
            List<UpstreamParameter> upstreams,
            @Nullable String upstream,
            @Nullable String recordAs,
            @Nullable List<String> redactions,
            @Nullable List<String> allowedSecrets,
            @Nullable MatchingParameter matching) {
        return new RequestParsingOptions(
                upstreams.stream().map(UpstreamParameter::request).toList(),
                upstream,
                recordAs,
                redactions == null ? List.of() : redactions,
                allowedSecrets == null ? List.of() : allowedSecrets,
                MatchingParameter.config(matching));
    }

    /** Returns the configured values. */
    private UpstreamConfig request() {
        return new UpstreamConfig(
                name,
                url,
                dialect,
                recordAs,
                keyVariable,
                mode,
                matching == null ? null : MatchingParameter.config(matching),
                links == null ? List.of() : links);
    }

    /** Returns the name; other code rejects a service without one. */
    String name() {
        return name == null ? "" : name.strip();
    }

    /**
     * Returns the mode.
     *
     * @param usual the mode of services without one of their own
     */
    String mode(String usual) {
        return mode == null ? usual : mode;
    }

    /** Returns a copy without a mode of its own. */
    UpstreamParameter withoutMode() {
        UpstreamParameter other = new UpstreamParameter();
        other.name = name;
        other.url = url;
        other.dialect = dialect;
        other.recordAs = recordAs;
        other.keyVariable = keyVariable;
        other.matching = matching;
        other.links = links;
        return other;
    }

    /** Returns whether requests may be sent to the service: its own mode is set and is not {@code replay}. */
    boolean mayGoOut() {
        return mode != null && !mode.equals("replay");
    }
}

package io.github.recorder.lifecycle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options that decide how requests are parsed, as the user wrote them; {@link RequestParsingConfig} validates them.
 *
 * @param upstreams the additional services, and the built-in ones that are configured differently
 * @param upstream the service of requests that name none: a name, or the URL to which all requests are sent; null to
 *     infer it from the path
 * @param recordAs the base URL that recordings name; null for that of the service
 * @param redactions rules in addition to the default redaction
 * @param allowedSecrets texts that look like secrets and are not
 * @param matching the user's rules about equal requests
 */
public record RequestParsingOptions(
        List<UpstreamConfig> upstreams,
        @Nullable String upstream,
        @Nullable String recordAs,
        List<String> redactions,
        List<String> allowedSecrets,
        MatchingConfig matching) {

    /** Keeps copies of the lists. */
    public RequestParsingOptions {
        upstreams = List.copyOf(upstreams);
        redactions = List.copyOf(redactions);
        allowedSecrets = List.copyOf(allowedSecrets);
    }

    /** The defaults. */
    public static final RequestParsingOptions DEFAULT = new RequestParsingOptions(List.of(), null, null, List.of());

    /** The options of a user who allows no secrets and has no rules about equal requests. */
    public RequestParsingOptions(
            List<UpstreamConfig> upstreams,
            @Nullable String upstream,
            @Nullable String recordAs,
            List<String> redactions) {
        this(upstreams, upstream, recordAs, redactions, List.of(), MatchingConfig.NONE);
    }
}

package io.github.recorder.lifecycle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options that decide how requests are read, as the user wrote them; {@link RequestParsingConfig} validates them.
 *
 * @param upstreams the services that are not built in, or not as they are built in
 * @param upstream the service of calls that name none: a name; or the URL to which all calls go; null for the one that
 *     their kind tells
 * @param recordAs the base URL that recordings name; null for that of the service
 * @param redactions rules that add to what is replaced by default
 * @param allowedSecrets what looks like a secret and is none
 * @param matching the user's own rules about which requests are the same
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

    /**
     * Options in which everything that looks like a secret is one, of a user who has no rules about which requests are
     * the same.
     */
    public RequestParsingOptions(
            List<UpstreamConfig> upstreams,
            @Nullable String upstream,
            @Nullable String recordAs,
            List<String> redactions) {
        this(upstreams, upstream, recordAs, redactions, List.of(), MatchingConfig.NONE);
    }
}

package io.github.recorder.lifecycle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A real service as configured by the user. A null value means the value of the built-in service with that name, if
 * there is one.
 *
 * @param name its name in a URL's path
 * @param url its base URL
 * @param dialect {@code auto} or {@code http}
 * @param recordAs the base URL that recordings name
 * @param keyVariable the environment variable that holds its key
 * @param mode its mode
 * @param matching the user's rules about equal requests to this service
 * @param links the JSON pointers of the links in its responses
 */
public record UpstreamConfig(
        @Nullable String name,
        @Nullable String url,
        @Nullable String dialect,
        @Nullable String recordAs,
        @Nullable String keyVariable,
        @Nullable String mode,
        @Nullable MatchingConfig matching,
        List<String> links) {

    /** Keeps a copy of the list. */
    public UpstreamConfig {
        links = List.copyOf(links);
    }

    /** A service without links in its bodies. */
    public UpstreamConfig(
            @Nullable String name,
            @Nullable String url,
            @Nullable String dialect,
            @Nullable String recordAs,
            @Nullable String keyVariable,
            @Nullable String mode,
            @Nullable MatchingConfig matching) {
        this(name, url, dialect, recordAs, keyVariable, mode, matching, List.of());
    }

    /** A service without rules of its own. */
    public UpstreamConfig(
            @Nullable String name,
            @Nullable String url,
            @Nullable String dialect,
            @Nullable String recordAs,
            @Nullable String keyVariable,
            @Nullable String mode) {
        this(name, url, dialect, recordAs, keyVariable, mode, null);
    }
}

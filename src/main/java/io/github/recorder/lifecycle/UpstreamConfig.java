package io.github.recorder.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * A real service as the user describes it; what is null is that of the built-in service of the name, if there is one.
 *
 * @param name the word that stands for it in a URL's path
 * @param url its base URL
 * @param dialect {@code auto} or {@code http}
 * @param recordAs the base URL that recordings name
 * @param keyVariable the environment variable that holds its key
 * @param mode its mode, as a word
 */
public record UpstreamConfig(
        @Nullable String name,
        @Nullable String url,
        @Nullable String dialect,
        @Nullable String recordAs,
        @Nullable String keyVariable,
        @Nullable String mode) {}

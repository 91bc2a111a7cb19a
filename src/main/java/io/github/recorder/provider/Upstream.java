package io.github.recorder.provider;

import org.jspecify.annotations.Nullable;

/**
 * A real service that recordings come from.
 *
 * @param name the word that stands for it in a URL's path and in properties, for instance {@code openai}
 * @param url the base URL as clients of the service write it, without a slash at its end; null
 *     where every user has a different one, so that only configuration can tell
 */
public record Upstream(String name, @Nullable String url) {}

package io.github.recorder.store;

/**
 * A kind of call that was recorded.
 *
 * @param method the HTTP method in upper case
 * @param endpoint the path as requests are compared by it
 * @param recordings the number of recordings of it
 */
public record RecordedEndpoint(String method, String endpoint, int recordings) {}

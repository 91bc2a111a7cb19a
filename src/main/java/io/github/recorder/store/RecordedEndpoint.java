package io.github.recorder.store;

/**
 * An endpoint with recordings.
 *
 * @param method the HTTP method in upper case
 * @param endpoint the path in the form that matching compares
 * @param recordings the number of its recordings
 */
public record RecordedEndpoint(String method, String endpoint, int recordings) {}

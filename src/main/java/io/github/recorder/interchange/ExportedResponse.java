package io.github.recorder.interchange;

import org.jspecify.annotations.Nullable;

/**
 * A response of a recording, in the form in which other tools take it.
 *
 * @param path the recording, relative to the recordings directory, with forward slashes
 * @param test the test that it belongs to; null if it belongs to all
 * @param exchange the request and the response; its request headers are those for which the response is
 * @param variant the number of the group of request headers, from 0
 * @param step the number of the response in its sequence, from 0
 * @param steps the length of the sequence
 */
record ExportedResponse(
        String path, @Nullable String test, ForeignExchange exchange, int variant, int step, int steps) {}

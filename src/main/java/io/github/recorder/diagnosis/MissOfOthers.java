package io.github.recorder.diagnosis;

import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.LiveRequest;

/**
 * What all misses of one request have in common, if only other tests have recorded it.
 *
 * @param live the request as one of the tests sent it
 * @param dialect the client's dialect
 * @param miss the miss of that test
 */
public record MissOfOthers(LiveRequest live, Dialect dialect, Miss miss) {}

package io.github.recorder.diagnosis;

import org.jspecify.annotations.Nullable;

/**
 * A miss that the run keeps until it ends.
 *
 * @param id the beginning of the hash, which is the same in each run; opens the report at this miss
 * @param text the paragraph that the client received
 * @param cause the cause
 * @param report the file with the full report as messages name it; null if there is none
 */
public record ExplainedMiss(
        String id,
        Miss miss,
        String text,
        MissCause cause,
        @Nullable String report) {}

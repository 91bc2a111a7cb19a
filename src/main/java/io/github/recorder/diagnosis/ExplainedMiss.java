package io.github.recorder.diagnosis;

/**
 * A miss as the run keeps it for its end.
 *
 * @param id the beginning of the hash, which is the same in each run; the report is opened at the miss by it
 * @param text the paragraph that the client received
 * @param cause what it comes from
 */
public record ExplainedMiss(String id, Miss miss, String text, MissCause cause) {}

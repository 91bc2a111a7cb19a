package io.github.recorder.diagnosis;

/**
 * What is said of a miss.
 *
 * @param text for the client's exception and for the failure of the build: one paragraph of at most 1,500 characters;
 *     the same for the same miss, however often it comes
 * @param log for the log: a few lines
 */
public record MissMessage(String text, String log) {}

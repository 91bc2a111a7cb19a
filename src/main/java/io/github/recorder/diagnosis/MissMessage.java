package io.github.recorder.diagnosis;

/**
 * The message about a miss.
 *
 * @param text for the client's exception and the build failure: one paragraph of at most 1,500 characters; always the
 *     same for the same miss
 * @param noted for the ledger: the text, or a shorter one if the miss is not explained
 * @param log for the log: a few lines; empty if the log says enough already
 */
public record MissMessage(String text, String noted, String log) {}

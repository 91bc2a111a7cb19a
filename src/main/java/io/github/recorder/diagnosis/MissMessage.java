package io.github.recorder.diagnosis;

/**
 * The message about a miss.
 *
 * @param text for the client's exception: one paragraph of at most 1,500 characters; always the
 *     same for the same miss
 * @param noted for the ledger and the end of the run, which name the test: method, path, and the file with more
 * @param log for the log: a few lines; empty if the log says enough already
 */
public record MissMessage(String text, String noted, String log) {}

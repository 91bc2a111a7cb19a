package io.github.recorder.prune;

import java.nio.file.Path;

/**
 * A ledger that the user named and that proves nothing about the current code.
 *
 * @param file the ledger
 * @param why a sentence without its full stop that the ledger is the subject of, such as {@code is of commit 1f2e}
 */
public record RefusedLedger(Path file, String why) {

    /** Returns the sentence for messages, without its full stop. */
    public String sentence() {
        return file + " " + why;
    }
}

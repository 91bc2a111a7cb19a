package io.github.recorder.ledger;

import java.io.Serial;
import java.nio.file.Path;

/** Thrown if a ledger cannot be parsed, so that the recordings that its run served are unknown. */
public final class UnreadableLedgerException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    UnreadableLedgerException(Path file, int line, String reason) {
        super("The ledger " + file + " cannot be read: line " + line + ": " + reason
                + ". Delete it and run the tests again, so that what they need is known.");
    }

    UnreadableLedgerException(Path file, String reason, Throwable cause) {
        super(
                "The ledger " + file + " cannot be read: " + reason
                        + ". Make it readable, or delete it and run the tests again.",
                cause);
    }
}

package io.github.recorder.store;

import java.io.IOException;
import java.io.Serial;

/** Thrown if a zip file is not one of recordings only. The message is the reason, without a full stop. */
final class RefusedArchiveException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    RefusedArchiveException(String reason) {
        super(reason);
    }
}

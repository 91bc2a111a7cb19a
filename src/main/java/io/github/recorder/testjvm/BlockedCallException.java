package io.github.recorder.testjvm;

/** Thrown if a request would bypass the recordings. Not an {@code IOException}, because SDKs retry those. */
public final class BlockedCallException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BlockedCallException(String message) {
        super(message);
    }
}

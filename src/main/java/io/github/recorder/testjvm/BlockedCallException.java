package io.github.recorder.testjvm;

/**
 * Says that a call was stopped that would have gone past the recordings. No {@code IOException}, for SDKs try those
 * again.
 */
public final class BlockedCallException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BlockedCallException(String message) {
        super(message);
    }
}

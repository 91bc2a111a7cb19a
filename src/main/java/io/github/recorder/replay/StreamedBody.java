package io.github.recorder.replay;

import io.github.recorder.provider.WireResponse;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A body that comes into being while it is written. */
@FunctionalInterface
public interface StreamedBody {

    /**
     * Writes the body; blocks until it is at its end, whether or not there still is a client.
     *
     * @return how the connection ends
     */
    WireResponse.Ending writeTo(Sink sink);

    /** Ends it without writing it, where the head of the answer cannot be written. Idempotent; nothing where it was written. */
    default void abandon() {}

    /** Takes the pieces of a body. */
    @FunctionalInterface
    interface Sink {

        /**
         * Sends a piece at once, and returns when it is sent.
         *
         * @param piece consumed; the sink keeps nothing of it
         * @throws IOException where the client has left
         */
        void write(ByteBuffer piece) throws IOException;
    }
}

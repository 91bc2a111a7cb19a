package io.github.recorder.replay;

import io.github.recorder.provider.WireResponse;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A body that arrives while it is written. No thread waits for it. For one reader. */
public interface StreamedBody {

    /**
     * Returns the next piece, which may arrive on another thread. It never fails: a body that breaks off has an end,
     * too. The reader asks again when it has sent the piece, so a client that does not read holds up only its own body.
     */
    CompletionStage<Piece> next();

    /** Ends it because the client has left. Idempotent; does nothing when the body has ended. */
    void abandon();

    /**
     * A part of the body, or its end.
     *
     * @param bytes consumed by the reader; empty at the end
     * @param ending how the connection ends; null if more of the body follows
     */
    record Piece(ByteBuffer bytes, WireResponse.@Nullable Ending ending) {

        /** A part of the body, after which there is more. */
        public static Piece of(ByteBuffer bytes) {
            return new Piece(bytes, null);
        }

        /** The end of the body. */
        public static Piece end(WireResponse.Ending ending) {
            return new Piece(ByteBuffer.allocate(0), ending);
        }
    }
}

package io.github.recorder.replay;

import io.github.recorder.provider.WireResponse;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A body that arrives while it is written. No thread waits for it. For one reader. */
public interface StreamedBody {

    /**
     * Returns the next part, which may arrive on another thread. It never fails: a broken body also has an end. The
     * reader asks again when it has sent the part, so a client that does not read delays only its own body.
     */
    CompletionStage<Piece> next();

    /** Returns the length of the body in bytes; -1 if it is not known before the end. */
    default long length() {
        return -1;
    }

    /** Ends the body because the client has disconnected. Idempotent; does nothing after the end. */
    void abandon();

    /**
     * A part of the body, or its end.
     *
     * @param bytes consumed by the reader; empty at the end
     * @param ending how the connection ends; null if more of the body follows
     */
    record Piece(ByteBuffer bytes, WireResponse.@Nullable Ending ending) {

        /** Creates a part with more to follow. */
        public static Piece of(ByteBuffer bytes) {
            return new Piece(bytes, null);
        }

        /** Creates the end of the body. */
        public static Piece end(WireResponse.Ending ending) {
            return new Piece(ByteBuffer.allocate(0), ending);
        }
    }
}

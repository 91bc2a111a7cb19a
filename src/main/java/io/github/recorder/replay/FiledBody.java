package io.github.recorder.replay;

import io.github.recorder.provider.FiledResponse;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.store.LongRecording;
import io.github.recorder.store.RecordingStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * A body that stays in the recording's file, with the length and the checksum that it had when it was first read. Each
 * reader opens the file for itself. Immutable.
 */
final class FiledBody {

    /** The size of the pieces in which a body is read and sent, in bytes. */
    private static final int PIECE = 1 << 17;

    private final RecordingStore store;
    private final String path;
    private final LongRecording file;
    private final FiledResponse response;
    private final long length;
    private final long checksum;

    private FiledBody(
            RecordingStore store, String path, LongRecording file, FiledResponse response, long length, long checksum) {
        this.store = store;
        this.path = path;
        this.file = file;
        this.response = response;
        this.length = length;
        this.checksum = checksum;
    }

    /**
     * Reads a body once.
     *
     * @param path the file in the store
     * @return empty if the body cannot be made from the file
     */
    static Optional<FiledBody> of(RecordingStore store, String path, LongRecording file, FiledResponse response) {
        Checksum checksum = new CRC32C();
        long length = 0;
        byte[] piece = new byte[PIECE];
        try (InputStream in = response.body().apply(file.open(response.position()))) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                checksum.update(piece, 0, count);
                length += count;
            }
        } catch (IOException | RuntimeException notSuitable) {
            return Optional.empty();
        }
        return Optional.of(new FiledBody(store, path, file, response, length, checksum.getValue()));
    }

    /** Returns the body for one reader. */
    Reader reader() {
        return new Reader();
    }

    /** The body for one reader, which is cut if the file has changed so that the rest cannot be the same. */
    final class Reader implements StreamedBody {

        private final Checksum read = new CRC32C();
        private final byte[] piece = new byte[(int) Math.min(PIECE, length)];
        private @Nullable InputStream in;
        private long rest = length;
        private WireResponse.@Nullable Ending ending;

        @Override
        public long length() {
            return length;
        }

        @Override
        public CompletionStage<Piece> next() {
            return CompletableFuture.completedFuture(ending == null ? piece() : Piece.end(ending));
        }

        private Piece piece() {
            if (rest == 0) {
                return end(response.head().ending());
            }
            int count = (int) Math.min(piece.length, rest);
            try {
                InputStream open = in;
                if (open == null) {
                    open = response.body().apply(file.open(response.position()));
                    in = open;
                }
                boolean complete = open.readNBytes(piece, 0, count) == count;
                read.update(piece, 0, count);
                rest -= count;
                // The last piece is sent only if all are right, because it makes the body complete.
                if (!complete || (rest == 0 && (read.getValue() != checksum || open.read() >= 0))) {
                    throw new IOException("its content is not what it was");
                }
                return Piece.of(ByteBuffer.wrap(piece, 0, count));
            } catch (IOException | RuntimeException changed) {
                store.unservable(path, "it changed while its response was sent", changed);
                return end(WireResponse.Ending.CUT);
            }
        }

        private Piece end(WireResponse.Ending how) {
            ending = how;
            abandon();
            return Piece.end(how);
        }

        @Override
        public void abandon() {
            InputStream open = in;
            in = null;
            if (ending == null) {
                ending = WireResponse.Ending.CUT;
            }
            try {
                if (open != null) {
                    open.close();
                }
            } catch (IOException unimportant) {
                return; // Nothing was written.
            }
        }

        /** Returns a response with this body in memory, which another reader reads. */
        WireResponse whole(WireResponse head) {
            Reader other = reader();
            ByteBuffer body = ByteBuffer.allocate(Math.toIntExact(length));
            Piece next = other.piece();
            while (next.ending() == null) {
                body.put(next.bytes());
                next = other.piece();
            }
            return new WireResponse(head.status(), head.headers(), body.flip().asReadOnlyBuffer(), next.ending());
        }
    }
}

package io.github.recorder.replay;

import io.github.recorder.provider.WireResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A body with links that must be replaced before the client sees them. It waits for the whole body, up to a limit; a
 * longer one is passed on unchanged.
 */
final class LinkedBody implements StreamedBody {

    private final StreamedBody source;
    private final UnaryOperator<byte[]> change;
    private final int most;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private boolean passing;
    private WireResponse.@Nullable Ending ending;

    /**
     * Creates the body.
     *
     * @param change returns the body for the client
     * @param most the maximum length of a body with links, in bytes
     */
    LinkedBody(StreamedBody source, UnaryOperator<byte[]> change, int most) {
        this.source = source;
        this.change = change;
        this.most = most;
    }

    @Override
    public CompletionStage<Piece> next() {
        if (ending != null) {
            return CompletableFuture.completedFuture(Piece.end(ending));
        }
        return passing ? source.next() : collect();
    }

    private CompletionStage<Piece> collect() {
        CompletableFuture<Piece> whole = new CompletableFuture<>();
        collect(whole);
        return whole;
    }

    private void collect(CompletableFuture<Piece> whole) {
        while (!whole.isDone()) {
            CompletableFuture<Piece> piece = source.next().toCompletableFuture();
            if (!piece.isDone()) {
                CompletableFuture<Void> unused = piece.thenAccept(arrived -> {
                    keep(arrived, whole);
                    collect(whole);
                });
                return;
            }
            keep(piece.join(), whole);
        }
    }

    /** Keeps a piece. The last one completes the body, and so does one beyond the limit. */
    private void keep(Piece piece, CompletableFuture<Piece> whole) {
        byte[] bytes = new byte[piece.bytes().remaining()];
        piece.bytes().get(bytes);
        collected.writeBytes(bytes);
        if (piece.ending() == null && collected.size() <= most) {
            return;
        }
        ending = piece.ending();
        passing = true;
        byte[] all = collected.toByteArray();
        collected.reset();
        byte[] sent = ending == WireResponse.Ending.COMPLETE ? change.apply(all) : all;
        whole.complete(sent.length == 0 && ending != null ? Piece.end(ending) : Piece.of(ByteBuffer.wrap(sent)));
    }

    @Override
    public void abandon() {
        source.abandon();
    }
}

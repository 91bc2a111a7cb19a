package io.github.recorder.replay;

import io.github.recorder.provider.ResponseTiming;
import io.github.recorder.provider.WireResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A recorded body whose parts are sent one by one, at their recorded times or a multiple of them. */
final class PacedBody implements StreamedBody {

    private final WireResponse wire;
    private final List<ResponseTiming.Piece> pieces;
    private final double factor;
    private long start;
    private int next;

    /**
     * Creates the body for one reader.
     *
     * @param pieces the parts of the whole body, with the times after the request
     * @param factor the factor for the times
     */
    PacedBody(WireResponse wire, List<ResponseTiming.Piece> pieces, double factor) {
        this.wire = wire;
        this.pieces = pieces;
        this.factor = factor;
    }

    @Override
    public CompletionStage<Piece> next() {
        if (next == 0) {
            start = System.nanoTime();
        }
        if (next == pieces.size()) {
            return CompletableFuture.completedFuture(Piece.end(wire.ending()));
        }
        int from = next == 0 ? 0 : pieces.get(next - 1).end();
        ResponseTiming.Piece timed = pieces.get(next);
        ByteBuffer body = wire.body();
        Piece piece = Piece.of(body.slice(body.position() + from, timed.end() - from));
        double nanos = timed.millis() * factor * TimeUnit.MILLISECONDS.toNanos(1);
        long wait = start + (long) nanos - System.nanoTime();
        next++;
        return wait <= 0
                ? CompletableFuture.completedFuture(piece)
                : CompletableFuture.supplyAsync(
                        () -> piece, CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS));
    }

    @Override
    public void abandon() {
        // Nothing is open.
    }
}

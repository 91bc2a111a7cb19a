package io.github.recorder.replay;

import io.github.recorder.provider.EventTiming;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * A recorded stream whose events are sent one by one, with the time between them that they had, or a multiple of it.
 */
final class PacedBody implements StreamedBody {

    private final WireResponse wire;
    private final JsonNode times;
    private final double factor;
    private final byte[] bytes;
    private final List<Integer> ends;
    private long start;
    private int next;

    /**
     * Makes the body for one reader.
     *
     * @param times the times of the events in milliseconds after the request
     * @param factor what the times are multiplied by
     */
    PacedBody(WireResponse wire, JsonNode times, double factor) {
        this.wire = wire;
        this.times = times;
        this.factor = factor;
        this.bytes = new byte[wire.body().remaining()];
        wire.body().duplicate().get(bytes);
        this.ends = EventTiming.ends(
                bytes, MediaType.of(wire.headers().get("Content-Type")).isEventStream());
    }

    /** Returns the times of a response's events; empty if none were recorded or none are wanted. */
    static JsonNode times(RecordedResponse response, ReplayPace pace) {
        JsonNode times = response.document().path(EventTiming.KEY);
        return pace.factor() == 0 ? Json.mapper().missingNode() : times;
    }

    @Override
    public CompletionStage<Piece> next() {
        if (next == 0) {
            start = System.nanoTime();
        }
        if (next == ends.size()) {
            return CompletableFuture.completedFuture(Piece.end(wire.ending()));
        }
        int from = next == 0 ? 0 : ends.get(next - 1);
        Piece piece = Piece.of(ByteBuffer.wrap(bytes, from, ends.get(next) - from));
        double millis = next < times.size() ? times.path(next).asDouble(0) * factor : 0;
        long wait = start + (long) (millis * TimeUnit.MILLISECONDS.toNanos(1)) - System.nanoTime();
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

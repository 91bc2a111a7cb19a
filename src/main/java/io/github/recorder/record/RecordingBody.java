package io.github.recorder.record;

import io.github.recorder.provider.LiveResponse;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.replay.StreamedBody;
import io.github.recorder.upstream.UpstreamException;
import io.github.recorder.upstream.UpstreamResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The body of a real service's response on its way to the client. Each chunk is passed on at once, and a copy is kept.
 * The copy is recorded when it is complete, before the client sees the end; so a test that has its response also has
 * its recording.
 *
 * <p>If the client disconnects early, the recording continues: the rest is read, within limits of size and time.
 */
final class RecordingBody implements StreamedBody {

    /** A longer response is passed on but not recorded, because a recording is parsed as one JSON document. */
    private static final int MOST_BYTES = 64 << 20;

    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(30);

    /** The limits of recording. */
    static final Limits LIMITS = new Limits(MOST_BYTES, LONGEST_DRAIN);

    private final Limits limits;
    private final UpstreamResponse source;
    private final long start;
    private final boolean timing;
    private final @Nullable BodyListener recorder;
    private final ByteArrayOutputStream copy = new ByteArrayOutputStream();
    private final List<LiveResponse.Arrival> arrivals = new ArrayList<>();
    private final Runnable onEnd;
    private final AtomicBoolean finished = new AtomicBoolean();
    private final AtomicBoolean leaving = new AtomicBoolean();

    /** Whether the copy contains everything that has arrived. */
    private volatile boolean whole = true;

    /**
     * A received body.
     *
     * @param body all bytes
     * @param ending whether it is complete
     * @param arrivals the arrival times of its chunks; empty if they are not recorded
     */
    record Copy(ByteBuffer body, WireResponse.Ending ending, List<LiveResponse.Arrival> arrivals) {}

    /**
     * The limits of recording.
     *
     * @param bytes the maximum length of a body
     * @param drain how long to wait for the rest after the client has disconnected
     */
    record Limits(int bytes, Duration drain) {}

    /** Receives the outcome of a body. Exactly one of its methods is called, once. */
    interface BodyListener {

        /** Called with the copy, and the reason if the body broke off. */
        void whole(Copy copy, @Nullable String broken);

        /** Called if the body is longer than the limit of recording, in bytes. */
        void tooLong(int most);

        /** Called if the client disconnected and the rest did not arrive in time. */
        void tooLate(Duration longest);
    }

    /**
     * Creates the body.
     *
     * @param start when the request was sent, in the time of {@link System#nanoTime}
     * @param recorder null if nothing is recorded
     * @param onEnd run when the body has ended, in any way
     */
    RecordingBody(
            UpstreamResponse source,
            long start,
            boolean timing,
            Limits limits,
            @Nullable BodyListener recorder,
            Runnable onEnd) {
        this.onEnd = onEnd;
        this.limits = limits;
        this.source = source;
        this.start = start;
        this.timing = timing;
        this.recorder = recorder;
    }

    @Override
    public CompletableFuture<Piece> next() {
        return source.next().handle((chunk, failure) -> {
            if (failure != null) {
                return end(
                        WireResponse.Ending.CUT, UpstreamException.in(failure).sentence());
            }
            if (!chunk.hasRemaining()) {
                return end(WireResponse.Ending.COMPLETE, null);
            }
            if (whole && !keep(chunk)) {
                whole = false;
                tooLong();
            }
            return Piece.of(chunk);
        });
    }

    private Piece end(WireResponse.Ending ending, @Nullable String broken) {
        finish(() -> {
            if (recorder != null && whole) {
                recorder.whole(new Copy(ByteBuffer.wrap(copy.toByteArray()), ending, List.copyOf(arrivals)), broken);
            }
        });
        return Piece.end(ending);
    }

    /** Runs the end actions, unless the body has already ended in another way. */
    private void finish(Runnable last) {
        if (finished.compareAndSet(false, true)) {
            try {
                last.run();
            } finally {
                source.close();
                onEnd.run();
            }
        }
    }

    /** Reads the rest for the recording, for a limited time, because no client waits for it. */
    @Override
    public void abandon() {
        if (recorder == null || !whole) {
            finish(() -> {});
        } else if (!finished.get() && leaving.compareAndSet(false, true)) {
            // The service may send without end, or nothing more at all.
            CompletableFuture.delayedExecutor(limits.drain().toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::tooLate);
            drain(System.nanoTime() + limits.drain().toNanos());
        }
    }

    private void drain(long end) {
        while (!finished.get()) {
            if (!whole) {
                finish(() -> {});
                return;
            }
            if (System.nanoTime() - end > 0) {
                tooLate();
                return;
            }
            CompletableFuture<Piece> piece = next();
            if (!piece.isDone()) {
                CompletableFuture<Void> unused = piece.thenRun(() -> drain(end));
                return;
            }
        }
    }

    private void tooLate() {
        finish(() -> {
            if (recorder != null && whole) {
                recorder.tooLate(limits.drain());
            }
        });
    }

    private void tooLong() {
        if (recorder != null) {
            recorder.tooLong(limits.bytes());
        }
    }

    private boolean keep(ByteBuffer piece) {
        if (recorder == null) {
            return true;
        }
        if (copy.size() + piece.remaining() > limits.bytes()) {
            copy.reset();
            return false;
        }
        byte[] bytes = new byte[piece.remaining()];
        piece.duplicate().get(bytes);
        copy.writeBytes(bytes);
        if (timing) {
            arrivals.add(new LiveResponse.Arrival(copy.size(), (System.nanoTime() - start) / 1_000_000));
        }
        return true;
    }
}

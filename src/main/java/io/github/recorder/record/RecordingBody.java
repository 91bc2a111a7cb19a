package io.github.recorder.record;

import io.github.recorder.provider.LiveResponse;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.replay.BodyMemory;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The body of a real service's response on its way to the client. Each chunk is passed on at once, and a copy is kept.
 * The copy is recorded when it is complete, before the client sees the end; so a test that has its response also has
 * its recording.
 *
 * <p>If the client disconnects early, the recording continues: the rest is read, within limits of size and time. If the
 * body has not ended by then, it is recorded as far as it has arrived, as one that was cut.
 */
final class RecordingBody implements StreamedBody {

    private static final int MOST_BYTES = 64 << 20;
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(30);

    /** Only the bytes beyond these need memory that is shared, so a large body never keeps out small ones. */
    private static final int SMALL_BYTES = 1 << 20;

    private final Limits limits;
    private final UpstreamResponse source;
    private final long start;
    private final boolean timing;
    private final @Nullable BodyListener recorder;
    private final BodyMemory.Share memory;
    private ByteArrayOutputStream copy = new ByteArrayOutputStream();
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
     * The limits of recording. A body that exceeds them is passed on but not recorded.
     *
     * @param bytes the maximum length of a body, in bytes
     * @param drain how long to wait for the rest after the client has disconnected
     * @param memory the memory that large bodies share
     */
    record Limits(int bytes, Duration drain, BodyMemory memory) {

        /**
         * Returns the limits for the heap of this JVM. A recording is parsed, searched and written as one JSON
         * document, which takes many times the length of the body.
         */
        static Limits ofThisJvm() {
            BodyMemory memory = BodyMemory.ofHeap(16);
            return new Limits((int) Math.min(MOST_BYTES, memory.mostBytes()), LONGEST_DRAIN, memory);
        }
    }

    /** Receives the outcome of a body. Exactly one of its methods is called, once. */
    interface BodyListener {

        /** Called with the copy, and the reason if the body broke off. */
        void whole(Copy copy, @Nullable String broken);

        /** Called if the body is longer than the limit of recording, in bytes. */
        void tooLong(int most);

        /** Called if there is not enough memory for this body. */
        void noMemory();

        /** Called with what has arrived, as a cut body, if nobody waits for the rest: no client, or no longer a run. */
        void unfinished(Copy copy);
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
        this.memory = limits.memory().share();
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
            if (whole && recorder != null) {
                keep(chunk, recorder);
            }
            return Piece.of(chunk);
        });
    }

    private Piece end(WireResponse.Ending ending, @Nullable String broken) {
        finish(() -> {
            if (recorder != null && whole) {
                record(recorder, told -> told.whole(copy(ending), broken));
            }
        });
        return Piece.end(ending);
    }

    private synchronized Copy copy(WireResponse.Ending ending) {
        return new Copy(ByteBuffer.wrap(copy.toByteArray()), ending, List.copyOf(arrivals));
    }

    private static void record(BodyListener told, Consumer<BodyListener> recording) {
        try {
            recording.accept(told);
        } catch (OutOfMemoryError full) { // The client gets its response all the same.
            told.noMemory();
        }
    }

    /** Runs the end actions, unless the body has already ended in another way. */
    private void finish(Runnable last) {
        if (finished.compareAndSet(false, true)) {
            try {
                last.run();
            } finally {
                release();
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
                    .execute(this::stop);
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
                stop();
                return;
            }
            CompletableFuture<Piece> piece = next();
            if (!piece.isDone()) {
                CompletableFuture<Void> unused = piece.thenRun(() -> drain(end));
                return;
            }
        }
    }

    /** Ends the body where it is, because nobody waits for the rest. Does nothing after the end. */
    void stop() {
        finish(() -> {
            if (recorder != null && whole) {
                record(recorder, told -> told.unfinished(copy(WireResponse.Ending.CUT)));
            }
        });
    }

    private synchronized void keep(ByteBuffer piece, BodyListener told) {
        if (finished.get()) {
            return; // It was stopped on another thread.
        }
        int length = copy.size() + piece.remaining();
        if (length > limits.bytes()) {
            drop();
            told.tooLong(limits.bytes());
        } else if (length > SMALL_BYTES && !memory.take(piece.remaining())) {
            drop();
            told.noMemory();
        } else {
            byte[] bytes = new byte[piece.remaining()];
            piece.duplicate().get(bytes);
            copy.writeBytes(bytes);
            if (timing) {
                arrivals.add(new LiveResponse.Arrival(copy.size(), (System.nanoTime() - start) / 1_000_000));
            }
        }
    }

    private synchronized void release() {
        memory.release();
    }

    private void drop() {
        whole = false;
        copy = new ByteArrayOutputStream();
        memory.release();
    }
}

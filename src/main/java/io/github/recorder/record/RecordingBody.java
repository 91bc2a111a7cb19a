package io.github.recorder.record;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.provider.LiveResponse;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.replay.StreamedBody;
import io.github.recorder.upstream.UpstreamException;
import io.github.recorder.upstream.UpstreamResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The body of a real service's response on its way to the client. Each chunk is passed on at once, and a copy is kept.
 * The copy is recorded when it is complete, before the client sees the end; so a test that has its response also has
 * its recording.
 *
 * <p>If the client disconnects early, the recording continues: the rest is read, within limits of size and time. If the
 * body has not ended by then, it is recorded as far as it has arrived, as one that was cut.
 *
 * <p>Recording a long response takes many times its length in memory. So long ones are recorded one after another, by
 * one thread; short ones are recorded at once.
 */
final class RecordingBody implements StreamedBody {

    private static final int MOST_BYTES = 64 << 20;
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(30);

    /** A recording is made from the bytes, their text, its JSON values and the text of those. */
    private static final int MEMORY_PER_BYTE = 32;

    private final Limits limits;
    private final UpstreamResponse source;
    private final long start;
    private final boolean timing;
    private final @Nullable BodyListener recorder;
    private final Executor longRecordings;
    private final ResponseCopy copy = new ResponseCopy();
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
     */
    record Limits(int bytes, Duration drain) {

        /**
         * Returns the limits for a JVM.
         *
         * @param heap the maximum size of its heap, in bytes
         */
        static Limits of(long heap) {
            return new Limits((int) Math.min(MOST_BYTES, heap / MEMORY_PER_BYTE), LONGEST_DRAIN);
        }
    }

    /** Receives a body and its outcome. After its chunks, exactly one of the other methods is called, once. */
    interface BodyListener {

        /** Called with each chunk that is kept. It must not be consumed. */
        void arrived(ByteBuffer piece);

        /** Called with the copy, and the reason if the body broke off. */
        void whole(Copy copy, @Nullable String broken);

        /** Called if the body is longer than the limit of recording, in bytes. */
        void tooLong(int most);

        /** Called if the copy cannot be kept or recorded on this machine, with the reason and what to do. */
        void notKept(String reason);

        /** Called with what has arrived, as a cut body, if nobody waits for the rest: no client, or no longer a run. */
        void unfinished(Copy copy);
    }

    /**
     * Creates the body.
     *
     * @param start when the request was sent, in the time of {@link System#nanoTime}
     * @param recorder null if nothing is recorded
     * @param longRecordings runs the recorder for long responses, one after another
     * @param onEnd run when the body has ended, in any way
     */
    RecordingBody(
            UpstreamResponse source,
            long start,
            boolean timing,
            Limits limits,
            @Nullable BodyListener recorder,
            Executor longRecordings,
            Runnable onEnd) {
        this.onEnd = onEnd;
        this.limits = limits;
        this.longRecordings = longRecordings;
        this.source = source;
        this.start = start;
        this.timing = timing;
        this.recorder = recorder;
    }

    @Override
    public CompletableFuture<Piece> next() {
        return source.next().handle(Received::new).thenCompose(this::arrived);
    }

    /** A chunk, or the reason why there is none. */
    private record Received(
            @Nullable ByteBuffer chunk, @Nullable Throwable failure) {}

    private CompletableFuture<Piece> arrived(Received received) {
        ByteBuffer chunk = received.chunk();
        if (chunk == null) {
            UpstreamException broken = UpstreamException.in(Objects.requireNonNull(received.failure()));
            return end(WireResponse.Ending.CUT, broken.sentence());
        }
        if (!chunk.hasRemaining()) {
            return end(WireResponse.Ending.COMPLETE, null);
        }
        if (whole && recorder != null) {
            keep(chunk, recorder);
        }
        return CompletableFuture.completedFuture(Piece.of(chunk));
    }

    private CompletableFuture<Piece> end(WireResponse.Ending ending, @Nullable String broken) {
        Piece end = Piece.end(ending);
        if (!finished.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(end);
        }
        Executor threads = copy.isInFile() && whole ? longRecordings : Runnable::run;
        return CompletableFuture.supplyAsync(
                () -> {
                    finish(told -> told.whole(copy(ending), broken));
                    return end;
                },
                threads);
    }

    private synchronized Copy copy(WireResponse.Ending ending) throws IOException {
        return new Copy(copy.content(), ending, List.copyOf(arrivals));
    }

    /** Tells a listener the outcome. */
    private interface Outcome {
        void tell(BodyListener told) throws IOException;
    }

    /** Runs the end actions of a body that was just marked as finished. */
    private void finish(Outcome outcome) {
        try {
            if (recorder != null && whole) {
                tell(recorder, outcome);
            }
        } finally {
            release();
            source.close();
            onEnd.run();
        }
    }

    private static void tell(BodyListener told, Outcome outcome) {
        try {
            outcome.tell(told);
        } catch (IOException problem) {
            told.notKept(fileFailed(problem));
        } catch (OutOfMemoryError full) { // The client gets its response all the same.
            told.notKept("Maven has not enough memory for it. Give it more (MAVEN_OPTS=-Xmx2g).");
        }
    }

    private static String fileFailed(IOException problem) {
        return "its temporary file in " + System.getProperty("java.io.tmpdir") + " failed ("
                + FileFailure.reason(problem) + "). Make space there, then record again.";
    }

    /** Reads the rest for the recording, for a limited time, because no client waits for it. */
    @Override
    public void abandon() {
        if (recorder == null || !whole) {
            stop();
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
                stop();
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
        if (finished.compareAndSet(false, true)) {
            finish(told -> told.unfinished(copy(WireResponse.Ending.CUT)));
        }
    }

    private synchronized void keep(ByteBuffer piece, BodyListener told) {
        if (finished.get()) {
            return; // It was stopped on another thread.
        }
        if (Math.max(source.declaredLength(), copy.size() + piece.remaining()) > limits.bytes()) {
            drop();
            told.tooLong(limits.bytes());
            return;
        }
        try {
            copy.append(piece);
        } catch (IOException problem) {
            drop();
            told.notKept(fileFailed(problem));
            return;
        }
        told.arrived(piece);
        if (timing) {
            arrivals.add(new LiveResponse.Arrival(copy.size(), (System.nanoTime() - start) / 1_000_000));
        }
    }

    private synchronized void release() {
        copy.close();
    }

    private void drop() {
        whole = false;
        copy.close();
    }
}

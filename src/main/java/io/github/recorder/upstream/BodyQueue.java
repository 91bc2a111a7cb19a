package io.github.recorder.upstream;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a body between the thread that receives them and the one that passes them on. No chunk waits for
 * another.
 */
final class BodyQueue implements BodySubscriber<BodyQueue> {

    private static final int PIECES_AHEAD = 16;

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> taken = new ArrayDeque<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean cancelled;
    private boolean ended;

    /**
     * A received event: chunks, or the end, which is a failure if there is a cause.
     *
     * @param pieces null at the end
     */
    private record Event(
            @Nullable List<ByteBuffer> pieces, @Nullable Throwable failure) {}

    /**
     * Blocks until the next chunk arrives.
     *
     * @return at least one byte; null at the end
     */
    @Nullable
    ByteBuffer next(Duration silence) throws UpstreamException {
        while (true) {
            ByteBuffer piece = taken.poll();
            if (piece != null) {
                if (piece.hasRemaining()) {
                    return piece;
                }
                continue;
            }
            if (ended) {
                return null;
            }
            take(silence);
        }
    }

    private void take(Duration silence) throws UpstreamException {
        Event event;
        try {
            event = events.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw UpstreamException.ofThisSide("The wait for the rest of the answer was interrupted", interrupted);
        }
        if (event == null) {
            cancel();
            throw UpstreamException.brokenOff(
                    "Nothing more of the answer came within " + silence.toSeconds() + " s", null);
        }
        if (event.pieces() != null) {
            taken.addAll(event.pieces());
            Flow.Subscription source = subscription;
            if (source != null) {
                source.request(1);
            }
            return;
        }
        ended = true;
        if (event.failure() != null) {
            throw UpstreamException.brokenOff(
                    "The answer broke off: " + FailureMessages.words(event.failure()), event.failure());
        }
    }

    /** Ends the exchange. */
    void cancel() {
        cancelled = true;
        Flow.Subscription source = subscription;
        if (source != null) {
            source.cancel();
        }
    }

    @Override
    public CompletionStage<BodyQueue> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription = source;
        if (cancelled) {
            source.cancel();
        } else {
            source.request(PIECES_AHEAD);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        events.add(new Event(pieces, null));
    }

    @Override
    public void onError(Throwable failure) {
        events.add(new Event(null, failure));
    }

    @Override
    public void onComplete() {
        events.add(new Event(null, null));
    }
}

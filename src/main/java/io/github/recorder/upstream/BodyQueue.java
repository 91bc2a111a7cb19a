package io.github.recorder.upstream;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Passes the chunks of a body from the thread that receives them to their reader. No chunk waits for another, no thread
 * waits for a chunk, and only a few chunks are received ahead. Small chunks that have arrived together are passed on
 * together, because a chunk costs its reader more than its bytes do.
 */
final class BodyQueue implements BodySubscriber<BodyQueue> {

    private static final int PIECES_AHEAD = 16;

    /** The maximum size of chunks that are passed on together, in bytes. */
    private static final int MOST_TOGETHER = 16 << 10;

    private static final ByteBuffer END = ByteBuffer.allocate(0);

    private final Executor threads;
    private final Duration silence;
    private final Deque<List<ByteBuffer>> received = new ArrayDeque<>();
    private final Deque<ByteBuffer> taken = new ArrayDeque<>();
    private Flow.@Nullable Subscription subscription;
    private @Nullable CompletableFuture<ByteBuffer> waiting;
    private long waitingSince;
    private @Nullable CompletableFuture<Void> timer;
    private @Nullable UpstreamException failure;
    private boolean ended;
    private boolean cancelled;

    /**
     * Creates an empty queue.
     *
     * @param threads used when nothing arrives in time
     * @param silence the time limit for a chunk
     */
    BodyQueue(Executor threads, Duration silence) {
        this.threads = threads;
        this.silence = silence;
    }

    /** Returns the next chunk, as {@link UpstreamResponse#next} does. */
    CompletableFuture<ByteBuffer> next() {
        synchronized (this) {
            ByteBuffer chunk = take();
            if (chunk != null) {
                return CompletableFuture.completedFuture(chunk);
            }
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            if (ended) {
                return CompletableFuture.completedFuture(END);
            }
            CompletableFuture<ByteBuffer> awaited = new CompletableFuture<>();
            waiting = awaited;
            waitingSince = System.nanoTime();
            if (timer == null) {
                startTimer(silence.toNanos());
            }
            return awaited;
        }
    }

    /** Starts the one timer of the body. A timer for each chunk would wake the JDK's timer thread for each. */
    private void startTimer(long nanos) {
        CompletableFuture<Void> started = new CompletableFuture<>();
        timer = started;
        CompletableFuture<Void> unused = started.orTimeout(nanos, TimeUnit.NANOSECONDS)
                .whenComplete((nothing, end) -> {
                    if (end instanceof TimeoutException) {
                        // The JDK has only one timer thread, which must not be blocked.
                        threads.execute(this::onTimer);
                    }
                });
    }

    /** Fails the body if its reader has waited for too long. */
    private void onTimer() {
        CompletableFuture<ByteBuffer> late;
        UpstreamException broken;
        synchronized (this) {
            timer = null;
            late = waiting;
            if (late == null) {
                return; // The next one that waits starts another.
            }
            long left = silence.toNanos() - (System.nanoTime() - waitingSince);
            if (left > 0) {
                startTimer(left);
                return;
            }
            waiting = null;
            broken = UpstreamException.brokenOff(
                    "Nothing more of the response came within " + silence.toSeconds() + " s", null);
            failure = broken;
        }
        cancel();
        late.completeExceptionally(broken);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /** Returns what has arrived, up to a limit; null if nothing has. */
    private @Nullable ByteBuffer take() {
        ByteBuffer first = poll();
        if (first == null) {
            return null;
        }
        List<ByteBuffer> more = new ArrayList<>();
        int size = first.remaining();
        for (ByteBuffer next = peek(); next != null && size + next.remaining() <= MOST_TOGETHER; next = peek()) {
            more.add(next);
            size += next.remaining();
            taken.remove();
        }
        if (more.isEmpty()) {
            return first;
        }
        ByteBuffer all = ByteBuffer.allocate(size).put(first);
        more.forEach(all::put);
        return all.flip();
    }

    private @Nullable ByteBuffer poll() {
        ByteBuffer chunk = peek();
        if (chunk != null) {
            taken.remove();
        }
        return chunk;
    }

    /** Returns the next chunk that has bytes. Each list that is used up makes space for another. */
    private @Nullable ByteBuffer peek() {
        while (true) {
            ByteBuffer chunk = taken.peek();
            if (chunk == null) {
                List<ByteBuffer> more = received.poll();
                if (more == null) {
                    return null;
                }
                taken.addAll(more);
                if (subscription != null) {
                    subscription.request(1);
                }
            } else if (chunk.hasRemaining()) {
                return chunk;
            } else {
                taken.remove();
            }
        }
    }

    /** Ends the exchange. */
    void cancel() {
        Flow.Subscription source;
        synchronized (this) {
            cancelled = true;
            source = subscription;
            if (waiting == null) {
                stopTimer();
            }
        }
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
        boolean unwanted;
        synchronized (this) {
            subscription = source;
            unwanted = cancelled;
        }
        if (unwanted) {
            source.cancel();
        } else {
            source.request(PIECES_AHEAD);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> chunks) {
        CompletableFuture<ByteBuffer> awaited;
        ByteBuffer chunk;
        synchronized (this) {
            received.add(chunks);
            awaited = waiting;
            chunk = awaited == null ? null : take();
            if (chunk != null) {
                waiting = null;
            }
        }
        if (awaited != null && chunk != null) {
            awaited.complete(chunk);
        }
    }

    @Override
    public void onError(Throwable problem) {
        UpstreamException broken =
                UpstreamException.brokenOff("The response broke off: " + FailureMessages.words(problem), problem);
        CompletableFuture<ByteBuffer> awaited;
        synchronized (this) {
            failure = broken;
            awaited = waiting;
            waiting = null;
            stopTimer();
        }
        if (awaited != null) {
            awaited.completeExceptionally(broken);
        }
    }

    @Override
    public void onComplete() {
        CompletableFuture<ByteBuffer> awaited;
        synchronized (this) {
            ended = true;
            awaited = waiting;
            waiting = null;
            stopTimer();
        }
        if (awaited != null) {
            awaited.complete(END);
        }
    }
}

package io.github.recorder.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BodyQueueTest {

    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final BodyQueue queue = new BodyQueue(Runnable::run);
    private long requested;

    /** Each chunk costs a write to the client, so a client that is slower than its service gets fewer of them. */
    @Test
    void joinsWhatArrivedTogether() {
        subscribe();
        queue.onNext(chunks("one", "two"));
        queue.onNext(chunks("", "three"));
        assertThat(next()).isEqualTo("onetwothree");

        queue.onNext(chunks("four"));
        queue.onComplete();
        assertThat(next()).isEqualTo("four");
        assertThat(next()).isEmpty();
    }

    @Test
    void passesAChunkOnAtOnceIfItIsAwaited() {
        subscribe();
        CompletableFuture<ByteBuffer> awaited = queue.next(SILENCE);
        assertThat(awaited).isNotDone();
        queue.onNext(chunks("one"));
        assertThat(text(awaited)).isEqualTo("one");
    }

    @Test
    void requestsAListForEachThatWasUsedUp() {
        subscribe();
        long ahead = requested;
        for (int i = 0; i < 5; i++) {
            queue.onNext(chunks("x"));
        }
        assertThat(requested).isEqualTo(ahead);
        assertThat(next()).isEqualTo("xxxxx");
        assertThat(requested).isEqualTo(ahead + 5);
    }

    @Test
    void joinsOnlyShortChunks() {
        subscribe();
        String half = "x".repeat(40 << 10);
        queue.onNext(chunks(half, half, half));
        assertThat(Stream.generate(this::next).limit(3)).containsExactly(half, half, half);
    }

    @Test
    void deliversWhatCameBeforeTheFailure() {
        subscribe();
        queue.onNext(chunks("one"));
        queue.onError(new java.io.IOException("reset"));
        assertThat(next()).isEqualTo("one");
        assertThat(queue.next(SILENCE)).isCompletedExceptionally();
    }

    private void subscribe() {
        queue.onSubscribe(new Flow.Subscription() {

            @Override
            public void request(long count) {
                requested += count;
            }

            @Override
            public void cancel() {
                requested = 0;
            }
        });
    }

    private static List<ByteBuffer> chunks(String... texts) {
        return Stream.of(texts)
                .map(text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private String next() {
        CompletableFuture<ByteBuffer> chunk = queue.next(SILENCE);
        assertThat(chunk).isDone();
        return text(chunk);
    }

    private static String text(CompletableFuture<ByteBuffer> chunk) {
        return StandardCharsets.UTF_8.decode(chunk.join()).toString();
    }
}

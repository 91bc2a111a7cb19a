package io.github.recorder.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BodyQueueTest {

    private final BodyQueue queue = queue(Duration.ofMinutes(5));

    /** The number of lists that may be received. */
    private long wanted;

    private BodyQueue queue(Duration silence) {
        return new BodyQueue(Runnable::run, silence);
    }

    @BeforeEach
    void subscribe() {
        queue.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long more) {
                wanted += more;
            }

            @Override
            public void cancel() {}
        });
    }

    private void receive(String... chunks) {
        wanted--;
        queue.onNext(List.of(chunks).stream()
                .map(chunk -> ByteBuffer.wrap(chunk.getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    private CompletableFuture<String> next() {
        return queue.next()
                .thenApply(chunk -> StandardCharsets.UTF_8.decode(chunk).toString());
    }

    @Test
    void passesSmallChunksThatHaveArrivedTogetherOnTogether() {
        long atFirst = wanted;
        receive("a", "", "b");
        receive("c");
        assertThat(next()).isCompletedWithValue("abc");
        assertThat(wanted).isEqualTo(atFirst);

        CompletableFuture<String> waiting = next();
        assertThat(waiting).isNotDone();
        receive("d");
        assertThat(waiting).isCompletedWithValue("d");
        receive("e");
        queue.onComplete();
        assertThat(next()).isCompletedWithValue("e");
        assertThat(next()).isCompletedWithValue("");
    }

    @Test
    void failsWhenNothingComesInTime() {
        BodyQueue silent = queue(Duration.ofMillis(1));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> silent.next().join())
                    .hasCauseInstanceOf(UpstreamException.class)
                    .hasMessageContaining("Nothing more of the response came within");
        }
    }

    @Test
    void theTimeBeginsWhenAChunkIsAwaited() {
        BodyQueue slow = queue(Duration.ofSeconds(1));
        CompletableFuture<ByteBuffer> first = slow.next();
        slow.onNext(List.of(StandardCharsets.UTF_8.encode("a")));
        assertThat(first).isCompleted();
        long before = System.nanoTime();
        assertThatThrownBy(() -> slow.next().join()).hasCauseInstanceOf(UpstreamException.class);
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(1_000_000_000);
    }

    @Test
    void passesLargeChunksOnAsTheyAre() {
        String large = "x".repeat(10_000);
        receive("a", large, large, "b", large.repeat(2), "c");

        assertThat(next()).isCompletedWithValue("a" + large);
        assertThat(next()).isCompletedWithValue(large + "b");
        assertThat(next()).isCompletedWithValue(large.repeat(2));
        assertThat(next()).isCompletedWithValue("c");
    }
}

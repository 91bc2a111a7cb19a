package io.github.recorder.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SharedReadsTest {

    private static final int THREADS = 20;

    private final SharedReads<String, Object> shared = new SharedReads<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** A first read that waits, and others that were begun meanwhile. */
    private List<FutureTask<Object>> concurrentReads(SharedReads.Reader<Object, Exception> first) throws Exception {
        List<FutureTask<Object>> all = new ArrayList<>();
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            FutureTask<Object> task =
                    new FutureTask<>(i == 0 ? () -> shared.read("a", first) : () -> shared.read("a", this::read));
            Thread thread = new Thread(task);
            thread.start();
            all.add(task);
            if (i == 0) {
                reading.await();
            } else {
                waiting.add(thread);
            }
        }
        while (waiting.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING && thread.isAlive())) {
            Thread.onSpinWait();
        }
        return all;
    }

    private Object read() {
        reads.incrementAndGet();
        return new Object();
    }

    @Test
    void oneThreadReadsForAllThatWait() throws Exception {
        List<FutureTask<Object>> all = concurrentReads(() -> {
            reading.countDown();
            released.await();
            return read();
        });
        assertThat(shared.read("b", () -> "another")).isEqualTo("another");

        released.countDown();

        Object result = all.get(0).get();
        for (FutureTask<Object> task : all) {
            assertThat(task.get()).isSameAs(result);
        }
        assertThat(reads).hasValue(1);
        assertThat(shared.read("a", this::read)).as("nothing is kept").isNotSameAs(result);
    }

    @Test
    void aFailureIsOnlyThatOfItsOwnThread() throws Exception {
        List<FutureTask<Object>> all = concurrentReads(() -> {
            reading.countDown();
            released.await();
            throw new IOException("broken");
        });

        released.countDown();

        assertThatThrownBy(all.get(0)::get).hasRootCauseMessage("broken");
        for (FutureTask<Object> task : all.subList(1, THREADS)) {
            assertThat(task.get()).isNotNull();
        }
        assertThat(reads).hasValue(THREADS - 1);
    }
}

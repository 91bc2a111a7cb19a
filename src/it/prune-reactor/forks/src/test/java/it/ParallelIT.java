package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import it.client.Chat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ParallelIT {

    private static final CountDownLatch BOTH = new CountDownLatch(2);

    @Test
    void asksOneThing() throws InterruptedException {
        meet();
        assertEquals("left", Chat.ask("Left?"));
    }

    @Test
    void asksAnother() throws InterruptedException {
        meet();
        assertEquals("right", Chat.ask("Right?"));
    }

    private static void meet() throws InterruptedException {
        BOTH.countDown();
        BOTH.await(10, TimeUnit.SECONDS);
    }
}

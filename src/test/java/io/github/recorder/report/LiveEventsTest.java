package io.github.recorder.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.replay.StreamedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class LiveEventsTest {

    private final LiveEvents events = new LiveEvents(3, 1_000);

    @Test
    void sendsEventsInOrderAndNumbersThem() {
        StreamedBody body = events.after(0);
        CompletableFuture<StreamedBody.Piece> first = next(body);
        events.publish("update", "{\"a\":1}");
        events.publish("update", "{\"a\":2}");

        assertThat(text(first)).isEqualTo("id: 1\nevent: update\ndata: {\"a\":1}\n\n");
        assertThat(text(next(body))).isEqualTo("id: 2\nevent: update\ndata: {\"a\":2}\n\n");
        assertThat(next(body)).isNotDone();
    }

    @Test
    void continuesAfterTheEventThatTheClientHas() {
        for (int i = 1; i <= 3; i++) {
            events.publish("update", "{}");
        }
        assertThat(text(next(events.after(1)))).startsWith("id: 2\n").contains("id: 3\n");
        assertThat(next(events.after(3))).isNotDone();
    }

    @Test
    void dropsASubscriberThatReadsTooSlowly() {
        StreamedBody slow = events.after(0);
        for (int i = 1; i <= 4; i++) {
            events.publish("update", "{}");
        }
        assertThat(text(next(slow))).isEqualTo("event: reload\ndata: {}\n\n");
        assertThat(next(slow).join().ending()).isNotNull();
        assertThat(events.hasSubscribers()).isFalse();
    }

    @Test
    void keepsFewCharacters() {
        events.publish("update", "x".repeat(900));
        events.publish("update", "y".repeat(900));

        assertThat(text(next(events.after(0)))).startsWith("event: reload");
        assertThat(text(next(events.after(1)))).contains("yyy");
    }

    @Test
    void sendsALongBacklogInPieces() {
        LiveEvents many = new LiveEvents(10, 1_000_000);
        for (int i = 1; i <= 5; i++) {
            many.publish("update", "x".repeat(50_000));
        }
        StreamedBody body = many.after(0);
        assertThat(text(next(body))).startsWith("id: 1\n").contains("id: 2\n").doesNotContain("id: 3\n");
        assertThat(text(next(body))).startsWith("id: 3\n").contains("id: 4\n").doesNotContain("id: 5\n");
        assertThat(text(next(body))).startsWith("id: 5\n");
        CompletableFuture<StreamedBody.Piece> later = next(body);
        assertThat(later).isNotDone();
        many.publish("update", "{}");
        assertThat(text(later)).startsWith("id: 6\n");
    }

    @Test
    void asksAPageOfAnotherRunToLoadAgain() {
        assertThat(text(next(events.after(7)))).startsWith("event: reload");
    }

    @Test
    void theOldestOfTooManySubscribersEnds() {
        List<CompletableFuture<StreamedBody.Piece>> waiting = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            waiting.add(next(events.after(0)));
        }
        assertThat(waiting.get(0).join().ending()).isNotNull();
        assertThat(waiting.subList(1, 17)).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void endsAllStreamsAfterTheLastEvent() {
        StreamedBody reading = events.after(0);
        CompletableFuture<StreamedBody.Piece> waiting = next(reading);
        StreamedBody late = events.after(0);
        events.close("end", "{}");
        events.publish("update", "{}");

        assertThat(text(waiting)).isEqualTo("id: 1\nevent: end\ndata: {}\n\n");
        assertThat(next(reading).join().ending()).isNotNull();
        assertThat(text(next(late))).isEqualTo("id: 1\nevent: end\ndata: {}\n\n");
        assertThat(next(late).join().ending()).isNotNull();
        assertThat(next(events.after(1)).join().ending()).isNotNull();
    }

    @Test
    void aBeatReachesOnlyTheSubscribersThatWait() {
        StreamedBody reading = events.after(0);
        CompletableFuture<StreamedBody.Piece> waiting = next(reading);
        events.beat();
        assertThat(text(waiting)).isEqualTo(":\n\n");
        events.beat();
        events.publish("update", "{}");
        assertThat(text(next(reading))).startsWith("id: 1\n");
    }

    @Test
    void aClientThatIsGoneIsForgotten() {
        StreamedBody body = events.after(0);
        body.abandon();
        assertThat(events.hasSubscribers()).isFalse();
    }

    private static CompletableFuture<StreamedBody.Piece> next(StreamedBody body) {
        return body.next().toCompletableFuture();
    }

    private static String text(CompletableFuture<StreamedBody.Piece> piece) {
        return StandardCharsets.UTF_8.decode(piece.join().bytes()).toString();
    }
}

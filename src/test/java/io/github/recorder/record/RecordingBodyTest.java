package io.github.recorder.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.replay.StreamedBody;
import io.github.recorder.upstream.UpstreamResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What happens to a body that is too long, or whose client leaves: it is recorded, or it is said that it is not. */
final class RecordingBodyTest {

    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration OVER = Duration.ofSeconds(-1);

    private final Source source = new Source("one", "two", "three");
    private final List<String> told = new ArrayList<>();
    private final StringBuilder received = new StringBuilder();
    private final Deque<Runnable> longRecordings = new ArrayDeque<>();
    private final StringBuilder arrived = new StringBuilder();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private int ended;
    private boolean exhausted;

    @Test
    void aBodyThatIsTooLongIsPassedOnAndSaidNotToBeRecorded() {
        assertThat(read(body(5, LONG))).isEqualTo(WireResponse.Ending.COMPLETE);
        assertThat(received).hasToString("onetwothree");
        assertThat(told).containsExactly("longer than 5");
        assertThat(source.closed).isTrue();
    }

    @Test
    void nothingIsKeptOfABodyThatSaysAtOnceThatItIsTooLong() {
        source.declared = 12;
        leave(body(11, LONG));
        assertThat(arrived).isEmpty();
        assertThat(told).containsExactly("longer than 11");
        assertThat(source.pieces).hasSize(2);
    }

    @Test
    void aBodyThatIsAsLongAsAllowedIsRecorded() {
        read(body(11, LONG));
        assertThat(told).containsExactly("whole onetwothree");
        assertThat(arrived).hasToString("onetwothree");
    }

    @Test
    void theRestIsReadWhenTheClientHasLeft() {
        leave(body(11, LONG));
        assertThat(told).containsExactly("whole onetwothree");
    }

    @Test
    void aBodyWhoseRestDoesNotComeInTimeIsRecordedAsCut() {
        leave(body(11, OVER));
        assertThat(told).containsExactly("unfinished one CUT");
        assertThat(source.closed).isTrue();
    }

    @Test
    void whatComesAfterTheStopIsNotKept() {
        RecordingBody body = body(11, LONG);
        body.next().join();
        body.stop();
        body.next().join();
        body.stop();
        assertThat(told).containsExactly("unfinished one CUT");
        assertThat(source.closed).isTrue();
    }

    @Test
    void theRestOfWhatIsTooLongIsNotReadForNobody() {
        leave(body(4, LONG));
        assertThat(told).containsExactly("longer than 4");
        assertThat(source.pieces).hasSize(1);
    }

    @Test
    void longResponsesWaitForTheirTurnWithoutAThread() {
        String chunk = "x".repeat(100_000);
        source.pieces.clear();
        source.pieces.addAll(List.of(chunk, chunk));
        RecordingBody body = body(1 << 20, LONG);
        body.next().join();
        body.next().join();
        CompletableFuture<StreamedBody.Piece> end = body.next();
        assertThat(end).isNotDone();
        assertThat(told).isEmpty();
        longRecordings.remove().run();
        assertThat(end.join().ending()).isEqualTo(WireResponse.Ending.COMPLETE);
        assertThat(told).containsExactly("whole " + chunk + chunk);
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void limitsTheLengthByTheMemory() {
        assertThat(RecordingBody.Limits.of(512L << 20).bytes()).isEqualTo(16 << 20);
        assertThat(RecordingBody.Limits.of(8L << 30).bytes()).isEqualTo(64 << 20);
    }

    @Test
    void aBodyThatExhaustsTheHeapReachesItsClient() {
        exhausted = true;
        assertThat(read(body(11, LONG))).isEqualTo(WireResponse.Ending.COMPLETE);
        assertThat(received).hasToString("onetwothree");
        assertThat(told).containsExactly("Maven has not enough memory for it. Give it more (MAVEN_OPTS=-Xmx2g).");
    }

    private RecordingBody body(int most, Duration drain) {
        return new RecordingBody(
                source,
                0,
                false,
                new RecordingBody.Limits(most, drain),
                new RecordingBody.BodyListener() {

                    @Override
                    public void arrived(ByteBuffer piece) {
                        arrived.append(StandardCharsets.UTF_8.decode(piece.duplicate()));
                    }

                    @Override
                    public void whole(RecordingBody.Copy copy, @Nullable String broken) {
                        if (exhausted) {
                            throw new OutOfMemoryError("as if");
                        }
                        told.add("whole " + StandardCharsets.UTF_8.decode(copy.body()));
                    }

                    @Override
                    public void tooLong(int allowed) {
                        told.add("longer than " + allowed);
                    }

                    @Override
                    public void notKept(String reason) {
                        told.add(reason);
                    }

                    @Override
                    public void unfinished(RecordingBody.Copy copy) {
                        told.add("unfinished " + StandardCharsets.UTF_8.decode(copy.body()) + " " + copy.ending());
                    }
                },
                longRecordings::add,
                () -> {
                    ended++;
                    end.complete(null);
                });
    }

    private WireResponse.Ending read(RecordingBody body) {
        StreamedBody.Piece piece = body.next().join();
        while (piece.ending() == null) {
            received.append(StandardCharsets.UTF_8.decode(piece.bytes()));
            piece = body.next().join();
        }
        assertThat(ended).isEqualTo(1);
        return piece.ending();
    }

    private void leave(RecordingBody body) {
        body.next().join();
        body.abandon();
        end.join(); // The thread that watches the time may be the one that ends it.
        assertThat(ended).isEqualTo(1);
    }

    private static final class Source implements UpstreamResponse {

        private final Deque<String> pieces;
        private long declared;
        private boolean closed;

        Source(String... pieces) {
            this.pieces = new ArrayDeque<>(List.of(pieces));
        }

        @Override
        public boolean decoded() {
            return true;
        }

        @Override
        public long declaredLength() {
            return declared;
        }

        @Override
        public Optional<String> trailers() {
            return Optional.empty();
        }

        @Override
        public int status() {
            return 200;
        }

        @Override
        public List<HttpHeader> headers() {
            return List.of();
        }

        @Override
        public CompletableFuture<ByteBuffer> next() {
            String piece = pieces.poll();
            byte[] bytes = piece == null ? new byte[0] : piece.getBytes(StandardCharsets.UTF_8);
            return CompletableFuture.completedFuture(ByteBuffer.wrap(bytes));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

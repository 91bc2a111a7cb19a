package io.github.recorder.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.provider.WireResponse;
import io.github.recorder.upstream.HttpHeader;
import io.github.recorder.upstream.UpstreamResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What happens to a body that is too long, or whose client leaves: it is recorded, or it is said that it is not. */
final class RecordingBodyTest {

    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration OVER = Duration.ofSeconds(-1);

    private final Source source = new Source("one", "two", "three");
    private final List<String> told = new ArrayList<>();
    private final StringBuilder received = new StringBuilder();

    @Test
    void aBodyThatIsTooLongIsPassedOnAndSaidNotToBeRecorded() {
        assertThat(body(5, LONG).writeTo(this::receive)).isEqualTo(WireResponse.Ending.COMPLETE);
        assertThat(received).hasToString("onetwothree");
        assertThat(told).containsExactly("longer than 5");
        assertThat(source.closed).isTrue();
    }

    @Test
    void aBodyThatIsAsLongAsAllowedIsRecorded() {
        body(11, LONG).writeTo(this::receive);
        assertThat(told).containsExactly("whole onetwothree");
    }

    @Test
    void theRestIsReadWhenTheClientHasLeft() {
        body(11, LONG).writeTo(RecordingBodyTest::leave);
        assertThat(told).containsExactly("whole onetwothree");
    }

    @Test
    void aRestThatDoesNotComeInTimeIsSaidNotToBeRecorded() {
        assertThat(body(11, OVER).writeTo(RecordingBodyTest::leave)).isEqualTo(WireResponse.Ending.CUT);
        assertThat(told).containsExactly("later than " + OVER);
        assertThat(source.closed).isTrue();
    }

    @Test
    void theRestOfWhatIsTooLongIsNotReadForNobody() {
        assertThat(body(4, LONG).writeTo(RecordingBodyTest::leave)).isEqualTo(WireResponse.Ending.CUT);
        assertThat(told).containsExactly("longer than 4");
        assertThat(source.pieces).hasSize(1);
    }

    private RecordingBody body(int most, Duration drain) {
        return new RecordingBody(
                source, 0, false, new RecordingBody.Limits(most, drain), new RecordingBody.BodyListener() {

                    @Override
                    public void whole(RecordingBody.Copy copy, @Nullable String broken) {
                        told.add("whole " + StandardCharsets.UTF_8.decode(copy.body()));
                    }

                    @Override
                    public void tooLong(int allowed) {
                        told.add("longer than " + allowed);
                    }

                    @Override
                    public void tooLate(Duration longest) {
                        told.add("later than " + longest);
                    }
                });
    }

    private void receive(ByteBuffer piece) {
        received.append(StandardCharsets.UTF_8.decode(piece));
    }

    private static void leave(ByteBuffer piece) throws IOException {
        throw new IOException("gone");
    }

    private static final class Source implements UpstreamResponse {

        private final Deque<String> pieces;
        private boolean closed;

        Source(String... pieces) {
            this.pieces = new ArrayDeque<>(List.of(pieces));
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
        public @Nullable ByteBuffer next() {
            String piece = pieces.poll();
            return piece == null ? null : ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

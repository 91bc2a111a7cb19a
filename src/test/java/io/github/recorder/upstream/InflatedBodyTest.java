package io.github.recorder.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One thread plays the service and the reader, so a read that wants more than was sent fails at once. */
final class InflatedBodyTest {

    private final BodyQueue queue = new BodyQueue(Runnable::run, Duration.ZERO);
    private final InflatedBody body = new InflatedBody(InflatedBody.Coding.GZIP, queue);
    private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, Integer.MAX_VALUE})
    void handsOutEachFlushedEventBeforeTheNextIsSent(int pieceBytes) throws Exception {
        try (GZIPOutputStream gzip = new GZIPOutputStream(encoded, 512, true)) {
            for (int i = 0; i < 20; i++) {
                String event = "data: " + "x".repeat(i * i) + i + "\n\n";
                gzip.write(event.getBytes(StandardCharsets.UTF_8));
                gzip.flush();
                send(taken(), pieceBytes);
                assertThat(read(event.length())).isEqualTo(event);
            }
        }
        send(taken(), pieceBytes);
        queue.onComplete();
        assertThat(next().hasRemaining()).isFalse();
        assertThat(next().hasRemaining()).isFalse();
    }

    @Test
    void aFewBytesThatMeanVeryManyAreHandedOutBitByBit() throws Exception {
        send(gzip("0".repeat(8 << 20)), Integer.MAX_VALUE);
        queue.onComplete();
        assertThat(next().remaining()).isLessThan(128 << 10);
    }

    @Test
    void decodesAnEventLargerThanOnePiece() throws Exception {
        String text = "0123456789".repeat(100_000);
        send(gzip(text), 1000);
        queue.onComplete();
        assertThat(read(text.length())).isEqualTo(text);
        assertThat(next().hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, Integer.MAX_VALUE})
    void decodesMembersThatFollowOneAnother(int pieceBytes) throws Exception {
        send(gzip("one"), pieceBytes);
        send(gzip(" two"), pieceBytes);
        queue.onComplete();
        assertThat(read(7)).isEqualTo("one two");
        assertThat(next().hasRemaining()).isFalse();
    }

    @Test
    void anEmptyBodyNeedsNoHeader() throws Exception {
        queue.onComplete();
        assertThat(next().hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 11, 20})
    void aBodyThatStopsEarlyIsBroken(int bytes) throws Exception {
        send(Arrays.copyOf(gzip("hello hello hello"), bytes), bytes);
        queue.onComplete();
        assertThatThrownBy(this::readAll)
                .isInstanceOf(UpstreamException.class)
                .hasMessageContaining("its gzip encoding does not end");
    }

    @Test
    void aBodyThatIsNotGzipIsSaidToBeNone() {
        send("{\"plain\": true}".getBytes(StandardCharsets.UTF_8), 100);
        assertThatThrownBy(this::next)
                .isInstanceOf(UpstreamException.class)
                .hasMessageContaining("is said to be gzip and is not");
    }

    @Test
    void aBodyWithAWrongChecksumIsBroken() throws Exception {
        byte[] bytes = gzip("hello");
        bytes[bytes.length - 8] ^= 1;
        send(bytes, 100);
        queue.onComplete();
        assertThatThrownBy(this::readAll).isInstanceOf(UpstreamException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, Integer.MAX_VALUE})
    void aConnectionThatBreaksIsABrokenBody(int bytes) throws Exception {
        byte[] all = gzip("hello");
        send(Arrays.copyOf(all, Math.min(all.length, bytes)), 100);
        queue.onError(new IOException("reset"));
        assertThatThrownBy(this::readAll)
                .isInstanceOf(UpstreamException.class)
                .hasMessageContaining("The response broke off")
                .hasMessageContaining("reset");
    }

    @Test
    void silenceIsABrokenBody() throws Exception {
        send(Arrays.copyOf(gzip("hello"), 12), 100);
        assertThatThrownBy(this::readAll)
                .isInstanceOf(UpstreamException.class)
                .hasMessageContaining("Nothing more of the response came");
    }

    private void send(byte[] bytes, int pieceBytes) {
        for (int from = 0; from < bytes.length; from += Math.min(pieceBytes, bytes.length - from)) {
            int count = Math.min(pieceBytes, bytes.length - from);
            queue.onNext(List.of(ByteBuffer.wrap(bytes, from, count)));
        }
    }

    private String read(int length) throws UpstreamException {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            ByteBuffer piece = next();
            assertThat(piece.hasRemaining()).isTrue();
            text.append(StandardCharsets.UTF_8.decode(piece));
        }
        return text.toString();
    }

    private void readAll() throws UpstreamException {
        ByteBuffer piece = next();
        while (piece.hasRemaining()) {
            piece = next();
        }
    }

    private ByteBuffer next() throws UpstreamException {
        try {
            return body.next().join();
        } catch (CompletionException failure) {
            throw UpstreamException.in(failure);
        }
    }

    private byte[] taken() {
        byte[] bytes = encoded.toByteArray();
        encoded.reset();
        return bytes;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }
}

package io.github.recorder.server;

import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.replay.RecorderResponse;
import io.github.recorder.replay.StreamedBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers for responders of tests. */
final class TestResponses {

    private TestResponses() {}

    static RecorderResponse json(String body) {
        return respond(200, "application/json", body, WireResponse.Ending.COMPLETE);
    }

    static RecorderResponse respond(int status, String contentType, String body, WireResponse.Ending ending) {
        return respond(
                new WireResponse(status, List.of(new HttpHeader("Content-Type", contentType)), bytes(body), ending));
    }

    static RecorderResponse respond(WireResponse wire) {
        return new RecorderResponse.Replayed(List.of("a/b.json"), wire);
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    /** Returns a body of these pieces, the last of which is its end. */
    @SafeVarargs
    @SuppressWarnings("varargs") // The array is only read.
    static StreamedBody body(CompletionStage<StreamedBody.Piece>... pieces) {
        Iterator<CompletionStage<StreamedBody.Piece>> next = List.of(pieces).iterator();
        return new StreamedBody() {

            @Override
            public CompletionStage<Piece> next() {
                return next.next();
            }

            @Override
            public void abandon() {
                // Nothing is open.
            }
        };
    }

    /** Returns a body of two pieces, whose length is known. */
    static StreamedBody known(String one, String two, WireResponse.Ending ending) {
        StreamedBody pieces = body(
                CompletableFuture.completedFuture(StreamedBody.Piece.of(bytes(one))),
                CompletableFuture.completedFuture(StreamedBody.Piece.of(bytes(two))),
                CompletableFuture.completedFuture(StreamedBody.Piece.end(ending)));
        return new StreamedBody() {

            @Override
            public CompletionStage<Piece> next() {
                return pieces.next();
            }

            @Override
            public long length() {
                return (long) one.length() + two.length();
            }

            @Override
            public void abandon() {
                // Nothing is open.
            }
        };
    }
}

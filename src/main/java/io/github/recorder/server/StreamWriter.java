package io.github.recorder.server;

import io.github.recorder.provider.WireResponse;
import io.github.recorder.replay.StreamedBody;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * Writes a response whose body is still arriving. Each part is sent separately as soon as it arrives. No thread waits,
 * neither for the body nor for the client; the next part is requested when the client has read the one before.
 */
final class StreamWriter extends IteratingCallback {

    private final StreamedBody body;
    private final Response response;
    private final Callback callback;
    private final boolean bodiless;
    private final @Nullable ResponseEncoder encoder;
    private boolean sendsHead;
    private WireResponse.@Nullable Ending ending;

    private StreamWriter(
            StreamedBody body,
            @Nullable ResponseEncoder encoder,
            Response response,
            Callback callback,
            boolean bodiless,
            boolean sendsHead) {
        this.body = body;
        this.encoder = encoder;
        this.response = response;
        this.callback = callback;
        this.bodiless = bodiless;
        this.sendsHead = sendsHead;
    }

    /**
     * Begins to write the response. The rest may happen on other threads, and completes the exchange.
     *
     * @throws IllegalArgumentException if the head cannot be written; then nothing is written
     */
    static void write(WireResponse head, StreamedBody body, Request request, Response response, Callback callback) {
        boolean streamed = ResponseWriter.head(head, request, response);
        int status = head.status();
        boolean bodiless = status == HttpStatus.NO_CONTENT_204
                || status == HttpStatus.NOT_MODIFIED_304
                || ResponseWriter.declaresLength(head, request, response);
        ResponseEncoder encoder = bodiless ? null : ResponseEncoder.of(head, request);
        boolean canChunk = request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_0;
        boolean known = body.length() >= 0 && encoder == null;
        if (known && !bodiless) {
            ResponseWriter.frame(body.length(), streamed, isCut(head), request, response.getHeaders());
        } else if (canChunk && !bodiless) {
            response.getHeaders().put(ResponseWriter.CHUNKED);
        } else if (!bodiless) {
            // Without chunked encoding, the end of the connection ends the body.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        boolean endsWithHead = bodiless || (HttpMethod.HEAD.is(request.getMethod()) && !isCut(head));
        if (body.length() >= 0 && endsWithHead) {
            // Nobody records it, so nobody needs its end.
            body.abandon();
            callback.succeeded();
            return;
        }
        // A model may think for minutes before the first event; until then its client waits for the response, not for
        // the service.
        new StreamWriter(body, encoder, response, callback, bodiless, streamed && !bodiless && !known).iterate();
    }

    private static boolean isCut(WireResponse head) {
        return head.ending() == WireResponse.Ending.CUT;
    }

    @Override
    protected Action process() {
        if (ending != null) {
            return Action.SUCCEEDED;
        }
        if (sendsHead) {
            sendsHead = false;
            response.write(false, null, this);
        } else {
            body.next().whenComplete(this::arrived);
        }
        return Action.SCHEDULED;
    }

    private void arrived(StreamedBody.@Nullable Piece piece, @Nullable Throwable failure) {
        if (piece == null) {
            failed(Objects.requireNonNull(failure));
        } else if (piece.ending() != null) {
            ending = piece.ending();
            succeeded();
        } else if (bodiless) {
            succeeded();
        } else {
            response.write(false, encoder == null ? piece.bytes() : encoder.encode(piece.bytes()), this);
        }
    }

    @Override
    protected void onCompleteSuccess() {
        if (ending == WireResponse.Ending.CUT) {
            cut();
        } else {
            response.write(true, encoder == null ? null : encoder.end(), callback);
        }
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        body.abandon();
        callback.failed(cause);
    }

    /** Breaks the connection. If nothing was sent yet, the head is sent first, because the service had sent one too. */
    private void cut() {
        EofException end = new EofException("The real service broke off here.");
        if (response.isCommitted()) {
            callback.failed(end);
        } else {
            response.write(false, null, Callback.from(() -> callback.failed(end), callback::failed));
        }
    }
}

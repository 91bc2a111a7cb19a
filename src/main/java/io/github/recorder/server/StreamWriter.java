package io.github.recorder.server;

import io.github.recorder.provider.WireResponse;
import io.github.recorder.replay.StreamedBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;

/** Puts an answer on the wire whose body is still coming: each piece is sent by itself, as soon as it is there. */
final class StreamWriter {

    private StreamWriter() {}

    /** Writes the answer, on this thread and to its end, and completes the exchange, unless it throws. */
    static void write(WireResponse head, StreamedBody body, Request request, Response response, Callback callback) {
        boolean streamed = ResponseWriter.head(head, response);
        int status = head.status();
        boolean bodiless = status == HttpStatus.NO_CONTENT_204 || status == HttpStatus.NOT_MODIFIED_304;
        boolean canChunk = request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_0;
        if (canChunk && !bodiless) {
            response.getHeaders().put(ResponseWriter.CHUNKED);
        } else if (!bodiless) {
            // Without chunks the end of the connection is the end of the body.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        if (streamed && !bodiless) {
            sendHead(response);
        }
        WireResponse.Ending ending = body.writeTo(piece -> send(piece, bodiless, response));
        if (ending == WireResponse.Ending.CUT) {
            cut(response, callback);
        } else {
            response.write(true, null, callback);
        }
    }

    /** A model may think for minutes before the first event; until then its client waits for the answer, not for the service. */
    private static void sendHead(Response response) {
        try (Blocker.Callback sent = Blocker.callback()) {
            response.write(false, null, sent);
            sent.block();
        } catch (IOException gone) {
            return; // The first piece will find that out again.
        }
    }

    private static void send(ByteBuffer piece, boolean bodiless, Response response) throws IOException {
        if (bodiless || !piece.hasRemaining()) {
            return;
        }
        try (Blocker.Callback sent = Blocker.callback()) {
            response.write(false, piece, sent);
            sent.block();
        }
    }

    /** Breaks the connection off; where nothing was sent yet, the head goes first, for the service had sent one too. */
    private static void cut(Response response, Callback callback) {
        EofException end = new EofException("The real service broke off here.");
        if (response.isCommitted()) {
            callback.failed(end);
        } else {
            response.write(false, null, Callback.from(() -> callback.failed(end), callback::failed));
        }
    }
}

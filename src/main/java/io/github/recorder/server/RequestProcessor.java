package io.github.recorder.server;

import io.github.recorder.provider.LoopbackHost;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.replay.Exchange;
import io.github.recorder.replay.RecorderResponse;
import io.github.recorder.replay.Responder;
import io.github.recorder.replay.StreamedBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Processes one request: reads the body, decodes it, asks the responder, and writes its response.
 *
 * <p>It rejects requests for reasons that concern HTTP and not recordings: a {@code Host} that is not this machine
 * (403) or, inside a tunnel, not its far end (421); a page of another site in a browser (403), named in a header or in
 * a whole URL; a WebSocket (501); {@code TRACE} (405); a body that is too long (413); a responder that throws (500).
 * Every other method is passed to the responder. The response to {@code HEAD} is sent without the body.
 */
final class RequestProcessor implements RequestBody.Reader {

    private final Responder responder;
    private final ServerSettings settings;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final BodyMemory.Share memory;

    /** The tunnel through which the request came; null if there is none. */
    private final @Nullable ConnectTunnel tunnel;

    /** Whether a page sent the request whose origin the user allows. */
    private final boolean ofAllowedPage;

    /** The coding of the body; null if it is unknown. */
    private final @Nullable ContentCoding coding;

    /** Returns the response to a request that is rejected whatever its body is; null if the responder decides. */
    private final @Nullable WireResponse own;

    RequestProcessor(
            Responder responder,
            ServerSettings settings,
            BodyMemory bodies,
            Request request,
            Response response,
            Callback callback) {
        this.responder = responder;
        this.settings = settings;
        this.request = request;
        this.response = response;
        this.memory = bodies.share();
        // The body is not needed after the exchange has ended in any way.
        this.callback = Callback.from(callback, memory::release);
        String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        this.coding = ContentCoding.of(encoding);
        this.tunnel = ConnectTunnel.of(request);
        this.ofAllowedPage =
                tunnel == null && settings.allowsPage(request.getHeaders().get(HttpHeader.ORIGIN));
        this.own = ownResponse();
    }

    private @Nullable WireResponse ownResponse() {
        String origin = tunnel == null && !ofAllowedPage
                ? BrowserOrigin.foreign(request.getHeaders(), Request.getLocalPort(request))
                : null;
        if (origin != null) {
            return TransportError.foreignOrigin(origin).response();
        }
        if (ofAllowedPage && PagePermission.isAskedFor(request)) {
            return new WireResponse(HttpStatus.NO_CONTENT_204, List.of(), ByteBuffer.allocate(0));
        }
        return switch (request.getMethod()) {
            case "TRACE" -> TransportError.trace().response();
            default -> {
                String header = request.getHeaders().get(HttpHeader.HOST);
                // Only HTTP/1.0 omits it, which no browser uses.
                WireResponse wrong = header == null ? null : wrongHost(header);
                // An absolute URL contains its own host; otherwise the header names it.
                String target = request.getHttpURI().getHost();
                if (wrong == null && target != null && !isHere(target)) {
                    wrong = refusal(target);
                }
                yield wrong == null && asksForWebSocket()
                        ? TransportError.webSocket().response()
                        : wrong;
            }
        };
    }

    /**
     * An upgrade to HTTP/2, which the JDK's client asks for with its first request, may be ignored; a WebSocket client
     * waits for it.
     */
    private boolean asksForWebSocket() {
        return request.getHeaders().contains(HttpHeader.UPGRADE, "websocket");
    }

    /** Returns the response to a request for another host; null if the host is right. */
    private @Nullable WireResponse wrongHost(String host) {
        boolean here =
                tunnel == null ? LoopbackHost.matchesAuthority(host) || settings.allows(host) : tunnel.leadsTo(host);
        return here ? null : refusal(host);
    }

    private boolean isHere(String hostWithoutPort) {
        return tunnel == null
                ? LoopbackHost.matches(hostWithoutPort) || settings.allows(hostWithoutPort)
                : tunnel.leadsToHost(hostWithoutPort);
    }

    private WireResponse refusal(String host) {
        return (tunnel == null
                        ? TransportError.foreignHost(host)
                        : TransportError.anotherHost(host, tunnel.authority()))
                .response();
    }

    /** Starts processing, which may continue on other threads. */
    void take() {
        boolean asksFirst = request.getHeaders().contains(HttpHeader.EXPECT);
        // A client that waits for permission to send its body gets the rejection at once. Any other client must be read
        // to the end first.
        if (asksFirst && own != null) {
            write(own);
        } else if (asksFirst && request.getLength() > settings.maxBodyBytes()) {
            tooLong();
        } else {
            new RequestBody(request, settings.maxBodyBytes(), memory, this).run();
        }
    }

    @Override
    public void complete(ByteBuffer body) {
        if (own != null) {
            write(own);
        } else {
            respond(body).whenComplete(this::write);
        }
    }

    private void write(@Nullable RecorderResponse decided, @Nullable Throwable failure) {
        if (decided == null) {
            write(failure(Objects.requireNonNull(failure)));
            return;
        }
        StreamedBody streamed = decided.streamed();
        if (streamed == null) {
            write(decided.wire());
        } else {
            stream(decided.wire(), streamed);
        }
    }

    @Override
    public void tooLong() {
        write(
                own != null
                        ? own
                        : TransportError.tooLong(settings.maxBodyBytes()).response());
    }

    @Override
    public void tooMuchAtOnce() {
        write(own != null ? own : TransportError.tooMuchAtOnce().response());
    }

    @Override
    public void failed(Throwable cause) {
        callback.failed(cause);
    }

    private CompletionStage<RecorderResponse> respond(ByteBuffer body) {
        ContentCoding known = coding == null ? ContentCoding.IDENTITY : coding;
        try {
            if (request.getHttpURI().getPath() == null) {
                return refused(TransportError.notHttp(400, "its target has no path"));
            }
            ByteBuffer decoded = decoded(known, body);
            return decoded == null
                    ? refused(TransportError.tooMuchAtOnce())
                    : responder.respondLater(exchange(decoded, body));
        } catch (ContentCoding.TooLongException e) {
            return refused(TransportError.tooLong(settings.maxBodyBytes()));
        } catch (Throwable e) {
            // An error, such as a stack overflow caused by a deeply nested body, must not leave the client waiting.
            return CompletableFuture.failedFuture(e);
        }
    }

    private static CompletionStage<RecorderResponse> refused(TransportError error) {
        return CompletableFuture.completedFuture(new RecorderResponse.Refused(error.response()));
    }

    /** Returns the decoded body, or null if there is no memory for it. The service rejects a malformed one. */
    private @Nullable ByteBuffer decoded(ContentCoding known, ByteBuffer body) throws ContentCoding.TooLongException {
        try {
            long length = known.decodedLength(body, settings.maxBodyBytes());
            boolean fits = length == body.remaining() || memory.take(length);
            return fits ? known.decode(body, (int) length) : null;
        } catch (ContentCoding.TooLongException e) {
            throw e;
        } catch (IOException malformed) {
            return body;
        }
    }

    private Exchange exchange(ByteBuffer body, ByteBuffer sent) {
        HttpURI uri = request.getHttpURI();
        String method = request.getMethod();
        RequestHeaders headers = new RequestHeaders(request.getHeaders());
        return tunnel == null
                ? new Exchange(method, uri.getPath(), uri.getQuery(), headers, body, sent, null)
                : new Exchange(method, tunnel.path(uri), uri.getQuery(), headers, body, sent, tunnel.authority());
    }

    private void stream(WireResponse head, StreamedBody body) {
        try {
            permitPage();
            StreamWriter.write(head, body, request, response, callback);
        } catch (RuntimeException e) {
            body.abandon();
            failure(e);
            callback.failed(e);
        }
    }

    private void write(WireResponse decided) {
        try {
            permitPage();
            ResponseWriter.write(decided, request, response, callback);
        } catch (RuntimeException e) {
            // This happens only for a response that cannot be written, and none of it has been sent.
            WireResponse failure = failure(e);
            response.reset();
            ResponseWriter.write(failure, request, response, callback);
        }
    }

    private void permitPage() {
        if (ofAllowedPage) {
            PagePermission.grant(request, response);
        }
    }

    private WireResponse failure(Throwable cause) {
        settings.problems()
                .problem(
                        "The request " + request.getMethod() + " "
                                + request.getHttpURI().getPath()
                                + " could not be answered, which is a fault of this plugin: please report it with the"
                                + " lines that follow.",
                        cause);
        return TransportError.internal().response();
    }
}

package io.github.recorder.server;

import io.github.recorder.provider.WireAnswer;
import io.github.recorder.replay.Exchange;
import io.github.recorder.replay.Responder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Turns a Jetty request into an {@link Exchange}, and what the responder says of it into bytes.
 *
 * <p>What is answered here, because it is about HTTP and not about recordings: a {@code Host} that is not this machine (403),
 * {@code OPTIONS} (204), {@code TRACE} (405), {@code CONNECT} (501), a body that is too long (413), that has a coding we do not know
 * (415) or is not what its coding says (400). {@code HEAD} reaches the responder as {@code GET}, and its answer goes out without the
 * body. Every other method is the responder's.
 */
final class ExchangeHandler extends Handler.Abstract {

    private static final Map<String, String> ALLOWED = Map.of("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");

    private static final Refusal NO_TRACE = new Refusal(
            405,
            "method_not_allowed",
            "TRACE is not answered here. Ask with the method that the provider has for this path.",
            ALLOWED);

    private static final Refusal NO_PROXY = new Refusal(
            501,
            "not_implemented",
            "This server is no proxy. Give its URL to the client as base URL instead of as proxy.");

    private final Responder responder;
    private final int maxBodyBytes;
    private final ProblemListener problems;

    ExchangeHandler(Responder responder, ServerSettings settings) {
        this.responder = responder;
        this.maxBodyBytes = settings.maxBodyBytes();
        this.problems = settings.problems();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        ContentCoding coding = ContentCoding.of(encoding);
        WireAnswer own = ownAnswer(request);
        if (own == null && (coding == null)) {
            own = unknownCoding(encoding).answer();
        }
        if (own != null && request.getHeaders().contains(HttpHeader.EXPECT)) {
            // The client waits for our leave to send its body, and will not get it.
            AnswerWriter.write(own, request, response, callback);
            return true;
        }
        WireAnswer early = own;
        RequestBody.Reader reader = new RequestBody.Reader() {
            @Override
            public void complete(ByteBuffer body) {
                if (early != null) {
                    AnswerWriter.write(early, request, response, callback);
                } else {
                    answer(request, coding == null ? ContentCoding.IDENTITY : coding, body, response, callback);
                }
            }

            @Override
            public void tooLong() {
                AnswerWriter.write(early != null ? early : tooLongBody().answer(), request, response, callback);
            }

            @Override
            public void failed(Throwable cause) {
                callback.failed(cause);
            }
        };
        new RequestBody(request, maxBodyBytes, reader).run();
        return true;
    }

    private void answer(Request request, ContentCoding coding, ByteBuffer body, Response response, Callback callback) {
        WireAnswer answer;
        try {
            answer = responder
                    .answer(exchange(request, coding.decode(body, maxBodyBytes)))
                    .wire();
        } catch (ContentCoding.TooLongException e) {
            answer = tooLongBody().answer();
        } catch (IOException e) {
            answer = new Refusal(
                            400,
                            "malformed_body",
                            "The request body is not what its Content-Encoding says: it is no complete "
                                    + coding.name().toLowerCase(Locale.ROOT)
                                    + " data. Send it without Content-Encoding, or see what between the client and here cuts or changes it.")
                    .answer();
        } catch (RuntimeException e) {
            problems.problem(
                    "The request " + request.getMethod() + " "
                            + request.getHttpURI().getPath()
                            + " could not be answered, which is a fault of this plugin.",
                    e);
            answer = new Refusal(
                            500,
                            "internal_error",
                            "The recorder failed at this request. The log of the Maven build says more.")
                    .answer();
        }
        AnswerWriter.write(answer, request, response, callback);
    }

    private static Exchange exchange(Request request, ByteBuffer body) {
        HttpURI uri = request.getHttpURI();
        HttpFields headers = request.getHeaders();
        String method = HttpMethod.HEAD.is(request.getMethod()) ? HttpMethod.GET.asString() : request.getMethod();
        return new Exchange(method, uri.getPath(), uri.getQuery(), headers::get, body);
    }

    /** The transport's own answer, which needs no body; null where the request is the responder's. */
    private static @Nullable WireAnswer ownAnswer(Request request) {
        return switch (request.getMethod()) {
            case "OPTIONS" -> new WireAnswer(204, ALLOWED, ByteBuffer.allocate(0), WireAnswer.Ending.COMPLETE);
            case "TRACE" -> NO_TRACE.answer();
            case "CONNECT" -> NO_PROXY.answer();
            default -> {
                String host = request.getHeaders().get(HttpHeader.HOST);
                yield host == null || LoopbackHost.isNamedBy(host)
                        ? null
                        : foreignHost(host).answer();
            }
        };
    }

    private static Refusal foreignHost(String host) {
        return new Refusal(
                403,
                "foreign_host",
                "This server answers only requests for 127.0.0.1, localhost or [::1], and this one is for \"" + host
                        + "\". Call it by the URL that the build prints; a name that merely points here is refused to keep web pages out.");
    }

    private static Refusal unknownCoding(@Nullable String encoding) {
        return new Refusal(
                415,
                "unsupported_encoding",
                "The request body has the Content-Encoding \"" + encoding
                        + "\"; gzip, deflate and none at all are understood. Switch the client's request compression off or to gzip.",
                Map.of("Accept-Encoding", "gzip, deflate"));
    }

    private Refusal tooLongBody() {
        return new Refusal(
                413,
                "request_too_large",
                "The request body is longer than " + maxBodyBytes + " bytes, the most that is taken. Send less.");
    }
}

package io.github.recorder.server;

import io.github.recorder.replay.Responder;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Jetty's entry point: creates a {@link RequestProcessor} for every request except those for a {@linkplain
 * ConnectHandler tunnel}.
 */
final class ExchangeHandler extends Handler.Abstract {

    private final Responder responder;
    private final ServerSettings settings;
    private final BodyMemory bodies = BodyMemory.ofThisJvm();
    private final ConnectHandler entrance;

    ExchangeHandler(Responder responder, ServerSettings settings, ConnectHandler entrance) {
        this.responder = responder;
        this.settings = settings;
        this.entrance = entrance;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (HttpMethod.CONNECT.is(request.getMethod())) {
            entrance.respond(request, response, callback);
        } else {
            new RequestProcessor(responder, settings, bodies, request, response, callback).take();
        }
        return true;
    }
}

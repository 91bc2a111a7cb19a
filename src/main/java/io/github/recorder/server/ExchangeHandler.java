package io.github.recorder.server;

import io.github.recorder.replay.Responder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Jetty's way in: makes a {@link Turn} of every request. */
final class ExchangeHandler extends Handler.Abstract {

    private final Responder responder;
    private final ServerSettings settings;

    ExchangeHandler(Responder responder, ServerSettings settings) {
        this.responder = responder;
        this.settings = settings;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        new Turn(responder, settings, request, response, callback).take();
        return true;
    }
}

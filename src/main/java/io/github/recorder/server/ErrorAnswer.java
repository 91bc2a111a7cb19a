package io.github.recorder.server;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses by itself, such as a head that is not HTTP, as JSON instead of as a web page. */
final class ErrorAnswer implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        Object reason = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        String text = status >= 500
                ? "The recorder failed at this request."
                : "The request is not HTTP as it is understood here: "
                        + (reason == null ? HttpStatus.getMessage(status) : reason) + ".";
        AnswerWriter.write(new Refusal(status, "http_error", text).answer(), request, response, callback);
        return true;
    }
}

package io.github.recorder.server;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses by itself, such as a head that is not HTTP, as JSON instead of as a web page. */
final class JettyErrorHandler implements Request.Handler {

    private final ProblemListener problems;

    JettyErrorHandler(ProblemListener problems) {
        this.problems = problems;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        TransportError refusal;
        if (status < 500) {
            Object reason = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
            refusal =
                    TransportError.notHttp(status, reason == null ? HttpStatus.getMessage(status) : reason.toString());
        } else {
            report(request);
            refusal = TransportError.internal();
        }
        ResponseWriter.write(refusal.response(), request, response, callback);
        return true;
    }

    /** Tells the log, unless it is just that the client left or never sent what it announced. */
    private void report(Request request) {
        Object cause = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
        if (cause instanceof Throwable thrown
                && !(cause instanceof IOException)
                && !(cause instanceof TimeoutException)) {
            problems.problem(
                    "The request " + request.getMethod() + " "
                            + request.getHttpURI().getPath() + " could not be answered.",
                    thrown);
        }
    }
}

package io.github.recorder.server;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Sends Jetty's own errors, such as a head that is not HTTP, as JSON instead of as a web page. */
final class JettyErrorHandler implements Request.Handler {

    private final ProblemListener problems;

    JettyErrorHandler(ProblemListener problems) {
        this.problems = problems;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        TransportError refusal;
        // Jetty also has statuses from 500 on for faults of requests, such as an unknown version of HTTP.
        boolean ofRequest = status < HttpStatus.INTERNAL_SERVER_ERROR_500
                || status == HttpStatus.NOT_IMPLEMENTED_501
                || status == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505;
        if (ofRequest) {
            Object reason = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
            refusal = TransportError.notHttp(
                    status < HttpStatus.INTERNAL_SERVER_ERROR_500 ? status : HttpStatus.BAD_REQUEST_400,
                    reason == null ? HttpStatus.getMessage(status) : reason.toString());
        } else {
            report(request);
            refusal = TransportError.internal();
        }
        ResponseWriter.write(refusal.response(), request, response, callback);
        return true;
    }

    /** Logs the problem, unless the client disconnected or never sent the announced body. */
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

package io.github.recorder.replay;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Logs a line for each request: the request, its test, and the outcome. */
public final class RequestLog implements ExchangeListener {

    private final UnaryOperator<String> shown;
    private final Consumer<String> log;

    /**
     * Creates a log.
     *
     * @param shown returns a path with its secrets hidden
     * @param log called with a line for each request, from any thread; a line contains no part of bodies, queries or
     *     credentials
     */
    public RequestLog(UnaryOperator<String> shown, Consumer<String> log) {
        this.shown = shown;
        this.log = log;
    }

    @Override
    public void onResponse(Exchange exchange, RecorderResponse response, long nanos) {
        String test = exchange.caller().test();
        log.accept(exchange.method() + " " + shown.apply(exchange.path()) + (test == null ? "" : " of " + test) + ": "
                + outcome(response));
    }

    private static String outcome(RecorderResponse response) {
        int status = response.wire().status();
        if (response instanceof RecorderResponse.Replayed replayed) {
            return status + " from " + String.join(", ", replayed.recordings());
        }
        if (response instanceof RecorderResponse.Proxied) {
            return status + " from the service";
        }
        if (response instanceof RecorderResponse.Unreachable) {
            return status + ", the service sent no response";
        }
        return status + (response instanceof RecorderResponse.Missed ? ", missed" : "");
    }
}

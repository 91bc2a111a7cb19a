package io.github.recorder.replay;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Logs a line for each request that another responder handles: the request, its test, and the outcome. */
public final class RequestLog implements Responder {

    private final Responder next;
    private final Consumer<String> log;

    /**
     * Creates a responder in front of another.
     *
     * @param log called with a line for each request, from any thread; a line contains no part of bodies, queries or
     *     credentials
     */
    public RequestLog(Responder next, Consumer<String> log) {
        this.next = next;
        this.log = log;
    }

    @Override
    public RecorderResponse respond(Exchange exchange) {
        return noted(exchange, next.respond(exchange));
    }

    @Override
    public CompletionStage<RecorderResponse> respondLater(Exchange exchange) {
        return next.respondLater(exchange).thenApply(response -> noted(exchange, response));
    }

    private RecorderResponse noted(Exchange exchange, RecorderResponse response) {
        String test = exchange.caller().test();
        log.accept(exchange.method() + " " + exchange.path() + (test == null ? "" : " of " + test) + ": "
                + outcome(response));
        return response;
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

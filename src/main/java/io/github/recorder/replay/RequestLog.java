package io.github.recorder.replay;

import io.github.recorder.redaction.SecretScan;
import java.util.function.Consumer;

/** Logs a line for each request: the request, its test, and the outcome. */
public final class RequestLog implements ExchangeListener {

    private final SecretScan secrets;
    private final Consumer<String> log;

    /**
     * Creates a log.
     *
     * @param secrets the secrets that are hidden
     * @param log called with a line for each request, from any thread; a line contains no part of bodies, queries or
     *     credentials
     */
    public RequestLog(SecretScan secrets, Consumer<String> log) {
        this.secrets = secrets;
        this.log = log;
    }

    @Override
    public void onResponse(Exchange exchange, RecorderResponse response, long nanos) {
        String test = exchange.caller().test();
        log.accept(secrets.masked(secrets.maskedRequest(exchange.method(), exchange.path())
                + (test == null ? "" : " of " + secrets.maskedTest(test)) + ": " + outcome(response)));
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

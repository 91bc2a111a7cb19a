package io.github.recorder.replay;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides on the response to a request. Thread-safe; may block while a file is read. */
@FunctionalInterface
public interface Responder {

    /** Returns the response. Never throws for a malformed request, whose response is an error. */
    RecorderResponse respond(Exchange exchange);

    /**
     * Returns the same response, possibly later and on another thread, so that no thread waits for a real service. It
     * does not fail if {@link #respond} does not throw.
     */
    default CompletionStage<RecorderResponse> respondLater(Exchange exchange) {
        return CompletableFuture.completedFuture(respond(exchange));
    }
}

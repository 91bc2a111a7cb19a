package io.github.recorder.replay;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides which response a request gets. Thread-safe; may block while a file is read. */
@FunctionalInterface
public interface Responder {

    /** Returns the response. Never throws for a malformed request, which gets an error response. */
    RecorderResponse respond(Exchange exchange);

    /**
     * Returns the same response, which may arrive later and on another thread: no thread waits for a real service. It
     * does not fail where {@link #respond} does not throw.
     */
    default CompletionStage<RecorderResponse> respondLater(Exchange exchange) {
        return CompletableFuture.completedFuture(respond(exchange));
    }
}

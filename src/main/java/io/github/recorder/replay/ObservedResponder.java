package io.github.recorder.replay;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Notifies listeners of each request that another responder handles. */
public final class ObservedResponder implements Responder {

    private final Responder next;
    private final List<ExchangeListener> listeners;

    private ObservedResponder(Responder next, List<ExchangeListener> listeners) {
        this.next = next;
        this.listeners = List.copyOf(listeners);
    }

    /** Returns a responder in front of another; the other one if there is no listener. */
    public static Responder of(Responder next, List<ExchangeListener> listeners) {
        return listeners.isEmpty() ? next : new ObservedResponder(next, listeners);
    }

    @Override
    public RecorderResponse respond(Exchange exchange) {
        long start = System.nanoTime();
        return noted(exchange, next.respond(exchange), start);
    }

    @Override
    public CompletionStage<RecorderResponse> respondLater(Exchange exchange) {
        long start = System.nanoTime();
        return next.respondLater(exchange).thenApply(response -> noted(exchange, response, start));
    }

    private RecorderResponse noted(Exchange exchange, RecorderResponse response, long start) {
        long nanos = System.nanoTime() - start;
        listeners.forEach(listener -> listener.onResponse(exchange, response, nanos));
        return response;
    }
}

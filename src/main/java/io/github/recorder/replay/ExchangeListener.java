package io.github.recorder.replay;

/** Notified of the requests of a run, on their threads. */
@FunctionalInterface
public interface ExchangeListener {

    /**
     * Called when the response to a request is known. Its body may still arrive.
     *
     * @param nanos the time since the request arrived
     */
    void onResponse(Exchange exchange, RecorderResponse response, long nanos);
}

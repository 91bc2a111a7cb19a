package io.github.recorder.replay;

/** Decides which answer a request gets. Safe for use by many threads; may block while a file is read. */
@FunctionalInterface
public interface Responder {

    /** Returns the answer; never throws for a request that makes no sense, which is answered with an error of its own. */
    RecorderResponse respond(Exchange exchange);
}

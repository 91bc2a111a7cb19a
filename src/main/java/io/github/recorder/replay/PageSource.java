package io.github.recorder.replay;

/** The page about a run that the server shows in a browser. Thread-safe. */
@FunctionalInterface
public interface PageSource {

    /** The beginning of the paths of what the page loads; no provider has a path that begins like this. */
    String PATH = "/recorder/page/";

    /**
     * Returns the response to a request of the page.
     *
     * @param exchange a request with the run's token that no page of another origin sent; its path is without the
     *     token, and {@code /} or begins with {@value #PATH}
     */
    RecorderResponse respond(Exchange exchange);
}

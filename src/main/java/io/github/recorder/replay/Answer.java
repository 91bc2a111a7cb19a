package io.github.recorder.replay;

import io.github.recorder.provider.WireAnswer;
import java.util.List;

/** What was decided for a request, with the bytes that say so. */
public sealed interface Answer {

    /** Returns what goes out on the wire, headers of ours included. */
    WireAnswer wire();

    /**
     * The request was answered from recordings: one, or for a model list all that it is the union of.
     *
     * @param recordings the files, relative to the recordings directory, with forward slashes
     */
    record Replayed(List<String> recordings, WireAnswer wire) implements Answer {}

    /**
     * No recording answers the request.
     *
     * @param text what the user is told: one paragraph
     * @param log the same for the log: a few lines
     */
    record Missed(String text, String log, WireAnswer wire) implements Answer {}

    /** The request asks for nothing that a provider has: somebody looks whether the server is there. */
    record Greeting(WireAnswer wire) implements Answer {}

    /** The request was word from the test JVMs to the recorder itself. */
    record Noted(WireAnswer wire) implements Answer {}

    /** The request is of no use to anybody: not JSON where JSON must be, for instance. */
    record Refused(WireAnswer wire) implements Answer {}
}

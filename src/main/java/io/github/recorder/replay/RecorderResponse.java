package io.github.recorder.replay;

import io.github.recorder.provider.WireResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The decision about a request, with the bytes of its response. */
public sealed interface RecorderResponse {

    /** Returns the response on the wire, including our own headers. */
    WireResponse wire();

    /** Returns the streamed body that replaces the body of {@link #wire}; null if there is none. */
    default @Nullable StreamedBody streamed() {
        return null;
    }

    /**
     * The request was answered from recordings: one, or all members of a model list's union.
     *
     * @param recordings the files, relative to the recordings directory, with forward slashes
     * @param wire the response; without its body if that stays in the recording's file
     * @param streamed the body at its recorded pace, or from the file; null if it is sent at once
     */
    record Replayed(
            List<String> recordings,
            WireResponse wire,
            @Nullable StreamedBody streamed) implements RecorderResponse {

        /** Creates a response that is sent at once. */
        public Replayed(List<String> recordings, WireResponse wire) {
            this(recordings, wire, null);
        }

        /** Returns whether the body stays in the recording's file. */
        boolean isFiled() {
            return streamed instanceof FiledBody.Reader;
        }

        /** Returns the response with all of its body in memory. */
        WireResponse whole() {
            return streamed instanceof FiledBody.Reader filed ? filed.whole(wire) : wire;
        }
    }

    /**
     * No recording matches the request.
     *
     * @param text the message for the user: one paragraph
     * @param noted the text for the ledger, which names the request
     * @param log the same for the log: a few lines
     */
    record Missed(String text, String noted, String log, WireResponse wire) implements RecorderResponse {}

    /** The request is for no provider: a browser or a health check visits the server. */
    record Banner(WireResponse wire) implements RecorderResponse {}

    /** The request was a report of the test JVMs to the recorder. */
    record Acknowledged(WireResponse wire) implements RecorderResponse {}

    /** The request is invalid, for instance because JSON is required and it is something else. */
    record Refused(WireResponse wire) implements RecorderResponse {}

    /**
     * The request was sent to the real service, whose response is passed on as it arrives.
     *
     * @param wire status and headers, without the body
     * @param streamed the body; to be written once, to its end
     */
    record Proxied(WireResponse wire, StreamedBody streamed) implements RecorderResponse {}

    /**
     * The request was for the real service, which did not respond.
     *
     * @param text the message for the user: one paragraph
     */
    record Unreachable(String text, WireResponse wire) implements RecorderResponse {}

    /**
     * The request is one of the page about the run.
     *
     * @param streamed the body that never ends by itself; null if the body is complete
     */
    record Page(WireResponse wire, @Nullable StreamedBody streamed) implements RecorderResponse {}
}

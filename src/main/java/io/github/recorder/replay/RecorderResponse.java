package io.github.recorder.replay;

import io.github.recorder.provider.WireResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was decided for a request, with the bytes that say so. */
public sealed interface RecorderResponse {

    /** Returns what goes out on the wire, headers of ours included. */
    WireResponse wire();

    /** Returns what takes the place of the body of {@link #wire}; null where that is all there is to send. */
    default @Nullable StreamedBody streamed() {
        return null;
    }

    /**
     * The request was answered from recordings: one, or for a model list all that it is the union of.
     *
     * @param recordings the files, relative to the recordings directory, with forward slashes
     * @param streamed the body at its recorded pace; null where it goes out in one piece
     * @param lasting whether the same request gets the same answer again; false where several were recorded
     */
    record Replayed(
            List<String> recordings,
            WireResponse wire,
            @Nullable StreamedBody streamed,
            boolean lasting) implements RecorderResponse {

        /** An answer in one piece, the same whenever it is asked for. */
        public Replayed(List<String> recordings, WireResponse wire) {
            this(recordings, wire, null, true);
        }
    }

    /**
     * No recording answers the request.
     *
     * @param text what the user is told: one paragraph
     * @param log the same for the log: a few lines
     */
    record Missed(String text, String log, WireResponse wire) implements RecorderResponse {}

    /** The request asks for nothing that a provider has: somebody looks whether the server is there. */
    record Banner(WireResponse wire) implements RecorderResponse {}

    /** The request was word from the test JVMs to the recorder itself. */
    record Acknowledged(WireResponse wire) implements RecorderResponse {}

    /** The request is of no use to anybody: not JSON where JSON must be, for instance. */
    record Refused(WireResponse wire) implements RecorderResponse {}

    /**
     * The request went to the real service, whose answer is passed on while it comes.
     *
     * @param wire status and headers; the body is not in it
     * @param streamed what follows the head; to be written once, to its end
     */
    record Proxied(WireResponse wire, StreamedBody streamed) implements RecorderResponse {}

    /**
     * The request was to go to the real service, and no answer came from there.
     *
     * @param text what the user is told: one paragraph
     */
    record Unreachable(String text, WireResponse wire) implements RecorderResponse {}
}

package io.github.recorder.interchange;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of another tool's file: an exchange, or the reason why it cannot become a recording.
 *
 * @param name the file, and the entry in it if the file has several, for messages
 * @param sequence entries with the same name of a sequence are responses to one request in order, if the request is the
 *     same
 * @param exchange null if it cannot become a recording
 * @param remarks what the recording does not keep, or the reason why there is none; each without a full stop
 */
record SourceEntry(String name, String sequence, @Nullable ForeignExchange exchange, List<String> remarks) {

    /** Keeps a copy of the list. */
    SourceEntry {
        remarks = List.copyOf(remarks);
    }

    /** Returns an entry that cannot become a recording. */
    static SourceEntry refused(String name, String reason) {
        return new SourceEntry(name, name, null, List.of(reason));
    }

    /** Returns a copy in another sequence. */
    SourceEntry in(String otherSequence) {
        return new SourceEntry(name, otherSequence, exchange, remarks);
    }

    /** Returns a copy with another exchange. */
    SourceEntry with(ForeignExchange other) {
        return new SourceEntry(name, sequence, other, remarks);
    }
}

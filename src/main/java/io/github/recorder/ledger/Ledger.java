package io.github.recorder.ledger;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of a ledger file.
 *
 * @param file the file
 * @param header its first line
 * @param code the code that the run covered; null if the run was killed before this was known
 * @param present the recordings at the start of the run, by path; empty if the run was killed before they were listed
 * @param events the other events, in the order of the file
 * @param end the last line; null if the run did not end normally
 */
public record Ledger(
        Path file,
        RunHeader header,
        LedgerEvent.@Nullable CodeState code,
        Map<String, RecordingFingerprint> present,
        List<LedgerEvent> events,
        LedgerEvent.@Nullable End end) {

    /** Returns the parts that say which run it is of. */
    public LedgerHead head() {
        return new LedgerHead(file, header, code, end != null);
    }

    /** Returns the events of one kind, in the order of the file. */
    public <E extends LedgerEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}

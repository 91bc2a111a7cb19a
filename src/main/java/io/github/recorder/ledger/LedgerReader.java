package io.github.recorder.ledger;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.LedgerCodec.MalformedLineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads ledger files. A last line without a newline is left by a killed process: it is ignored, and the ledger is
 * incomplete. Any other fault makes the whole file unreadable, because the recordings that its run served are then
 * unknown.
 */
public final class LedgerReader {

    /** The length of the lines that are parsed together, in bytes. */
    private static final int BATCH_BYTES = 2 * 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    /** How {@link LedgerCodec} begins the lines that a head needs. */
    private static final String CODE = "{\"event\":\"code\",";

    private static final String END = "{\"event\":\"end\",";

    private static final String PRESENT = "{\"event\":\"present\",";
    private static final byte[] PRESENT_BYTES = PRESENT.getBytes(StandardCharsets.US_ASCII);

    private LedgerReader() {}

    /**
     * Reads a file.
     *
     * @return the ledger; null for a file with a torn first line, whose run was killed before it did anything
     * @throws UnreadableLedgerException if the file cannot be read, is damaged, or has another major version
     */
    public static @Nullable Ledger read(Path file) throws UnreadableLedgerException {
        return read(file, false);
    }

    /**
     * Reads a file as {@link #read} does, without the recordings that were present, which are most of a ledger and take
     * long to parse.
     */
    public static @Nullable Ledger readEvents(Path file) throws UnreadableLedgerException {
        return read(file, true);
    }

    private static @Nullable Ledger read(Path file, boolean eventsOnly) throws UnreadableLedgerException {
        Collector collector = new Collector();
        RunHeader header = scan(file, eventsOnly, collector);
        return header == null
                ? null
                : new Ledger(file, header, collector.code, collector.present, collector.events, collector.end);
    }

    /** The events of a file in memory. */
    private static final class Collector implements Consumer<LedgerEvent> {
        private LedgerEvent.@Nullable CodeState code;
        private LedgerEvent.@Nullable End end;
        private final Map<String, RecordingFingerprint> present = new HashMap<>();
        private final List<LedgerEvent> events = new ArrayList<>();

        @Override
        public void accept(LedgerEvent event) {
            if (event instanceof LedgerEvent.CodeState found) {
                code = found;
            } else if (event instanceof LedgerEvent.End found) {
                end = found;
            } else if (event instanceof LedgerEvent.Inventory found) {
                found.recordings().forEach(item -> present.put(item.path(), item.fingerprint()));
            } else {
                events.add(event);
            }
        }
    }

    /**
     * Reads a file without keeping its events in memory.
     *
     * @param events called for each event in the order of the file, except those that this version does not know
     * @return the first line; null if it is torn
     * @throws UnreadableLedgerException as in {@link #read}; the events before the fault have been passed on
     */
    public static @Nullable RunHeader scan(Path file, Consumer<LedgerEvent> events) throws UnreadableLedgerException {
        return scan(file, false, events);
    }

    private static @Nullable RunHeader scan(Path file, boolean eventsOnly, Consumer<LedgerEvent> events)
            throws UnreadableLedgerException {
        try (Lines lines = new Lines(file, eventsOnly)) {
            RunHeader header = lines.header();
            if (header == null) {
                return null;
            }
            List<String> batch = lines.batch();
            while (!batch.isEmpty()) {
                // Lines can be parsed independently, which takes most of the time.
                List<Line> parsed = batch.parallelStream()
                        .map(line -> eventsOnly && line.equals(PRESENT) ? Line.SKIPPED : Line.of(line))
                        .toList();
                for (int i = 0; i < parsed.size(); i++) {
                    MalformedLineException problem = parsed.get(i).problem();
                    if (problem != null) {
                        throw new UnreadableLedgerException(
                                file, lines.number - parsed.size() + i + 1, String.valueOf(problem.getMessage()));
                    }
                    LedgerEvent event = parsed.get(i).event();
                    if (event != null) {
                        events.accept(event);
                    }
                }
                batch = lines.batch();
            }
            return header;
        } catch (IOException problem) {
            throw new UnreadableLedgerException(file, FileFailure.reason(problem), problem);
        }
    }

    /**
     * Reads what identifies the run of a file. Most of its lines are not parsed.
     *
     * @return null if the first line is torn
     * @throws UnreadableLedgerException as in {@link #read}, but most of the damaged lines are not found
     */
    public static @Nullable LedgerHead head(Path file) throws UnreadableLedgerException {
        try (Lines lines = new Lines(file, true)) {
            RunHeader header = lines.header();
            if (header == null) {
                return null;
            }
            LedgerEvent.CodeState code = null;
            String last = "";
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.startsWith(CODE) && lines.event(line) instanceof LedgerEvent.CodeState found) {
                    code = found;
                }
                last = line;
            }
            return new LedgerHead(file, header, code, last.startsWith(END) && !lines.torn);
        } catch (IOException problem) {
            throw new UnreadableLedgerException(file, FileFailure.reason(problem), problem);
        }
    }

    /** The whole lines of a file. */
    private static final class Lines implements AutoCloseable {

        private final Path file;
        private final InputStream in;
        private final boolean cutsPresent;
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private int from;
        private int to;
        private final LineBytes line = new LineBytes();
        private int number;
        private boolean torn;

        /** @param cutsPresent whether only {@link #PRESENT} is returned of the long lines that begin with it */
        Lines(Path file, boolean cutsPresent) throws IOException {
            this.file = file;
            this.cutsPresent = cutsPresent;
            this.in = Files.newInputStream(file);
        }

        @Nullable
        RunHeader header() throws IOException, UnreadableLedgerException {
            String first = next();
            try {
                return first == null ? null : LedgerCodec.header(first);
            } catch (MalformedLineException malformed) {
                throw new UnreadableLedgerException(file, number, String.valueOf(malformed.getMessage()));
            }
        }

        @Nullable
        LedgerEvent event(String text) throws UnreadableLedgerException {
            try {
                return LedgerCodec.event(text);
            } catch (MalformedLineException malformed) {
                throw new UnreadableLedgerException(file, number, String.valueOf(malformed.getMessage()));
            }
        }

        /** Returns the next whole line without its newline; null at the end and for a torn last line. */
        @Nullable
        String next() throws IOException {
            line.reset();
            while (from < to || fill()) {
                int end = from;
                while (end < to && buffer[end] != '\n') {
                    end++;
                }
                line.write(buffer, from, end - from);
                from = end + 1;
                if (end < to) {
                    number++;
                    return cutsPresent && line.startsWith(PRESENT_BYTES)
                            ? PRESENT
                            : line.toString(StandardCharsets.UTF_8);
                }
            }
            torn = line.size() > 0;
            return null;
        }

        private boolean fill() throws IOException {
            from = 0;
            to = in.read(buffer);
            return to > 0;
        }

        List<String> batch() throws IOException {
            List<String> batch = new ArrayList<>();
            int length = 0;
            while (length < BATCH_BYTES) {
                String next = next();
                if (next == null) {
                    break;
                }
                batch.add(next);
                length += next.length();
            }
            return batch;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** The bytes of a line. */
    private static final class LineBytes extends ByteArrayOutputStream {

        boolean startsWith(byte[] prefix) {
            return Arrays.equals(buf, 0, Math.min(count, prefix.length), prefix, 0, prefix.length);
        }
    }

    /**
     * A parsed line.
     *
     * @param event null if this version does not know it, or it is malformed
     */
    private record Line(
            @Nullable LedgerEvent event, @Nullable MalformedLineException problem) {

        static final Line SKIPPED = new Line(null, null);

        static Line of(String text) {
            try {
                return new Line(LedgerCodec.event(text), null);
            } catch (MalformedLineException problem) {
                return new Line(null, problem);
            }
        }
    }
}

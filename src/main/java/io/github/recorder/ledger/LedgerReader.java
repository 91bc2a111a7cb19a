package io.github.recorder.ledger;

import io.github.recorder.ledger.LedgerCodec.MalformedLineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads ledger files. A last line without a newline is left by a killed process: it is ignored, and the ledger is
 * incomplete. Any other fault makes the whole file unreadable, because the recordings that its run served are then
 * unknown.
 */
public final class LedgerReader {

    private LedgerReader() {}

    /**
     * Reads a file.
     *
     * @return the ledger; null for a file with a torn first line, whose run was killed before it did anything
     * @throws UnreadableLedgerException if the file cannot be read, is damaged, or has another major version
     */
    public static @Nullable Ledger read(Path file) throws UnreadableLedgerException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException problem) {
            throw new UnreadableLedgerException(file, String.valueOf(problem.getMessage()), problem);
        }
        return new Parse(file, bytes).run();
    }

    /** One pass through a file. */
    private static final class Parse {

        private final Path file;
        private final byte[] bytes;
        private int position;
        private int number;

        Parse(Path file, byte[] bytes) {
            this.file = file;
            this.bytes = bytes;
        }

        @Nullable
        Ledger run() throws UnreadableLedgerException {
            try {
                String first = next();
                return first == null ? null : ledger(LedgerCodec.header(first));
            } catch (MalformedLineException malformed) {
                throw new UnreadableLedgerException(file, number, String.valueOf(malformed.getMessage()));
            }
        }

        private Ledger ledger(RunHeader header) throws MalformedLineException {
            LedgerEvent.CodeState code = null;
            LedgerEvent.End end = null;
            Map<String, RecordingFingerprint> present = new HashMap<>();
            List<LedgerEvent> events = new ArrayList<>();
            List<String> lines = new ArrayList<>();
            for (String line = next(); line != null; line = next()) {
                lines.add(line);
            }
            // A large directory makes a large ledger, whose lines can be parsed independently.
            List<Line> parsed = IntStream.range(0, lines.size())
                    .parallel()
                    .mapToObj(i -> Line.of(lines.get(i)))
                    .toList();
            for (int i = 0; i < parsed.size(); i++) {
                MalformedLineException problem = parsed.get(i).problem();
                if (problem != null) {
                    number = i + 2;
                    throw problem;
                }
                LedgerEvent event = parsed.get(i).event();
                if (event instanceof LedgerEvent.CodeState found) {
                    code = found;
                } else if (event instanceof LedgerEvent.End found) {
                    end = found;
                } else if (event instanceof LedgerEvent.Inventory found) {
                    found.recordings().forEach(item -> present.put(item.path(), item.fingerprint()));
                } else if (event != null) {
                    events.add(event);
                }
            }
            return new Ledger(file, header, code, present, events, end);
        }

        /** Returns the next whole line without its newline; null at the end and for a torn last line. */
        private @Nullable String next() {
            for (int i = position; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    String line = new String(bytes, position, i - position, StandardCharsets.UTF_8);
                    position = i + 1;
                    number++;
                    return line;
                }
            }
            return null;
        }
    }

    /**
     * A parsed line.
     *
     * @param event null if this version does not know it, or it is malformed
     */
    private record Line(
            @Nullable LedgerEvent event, @Nullable MalformedLineException problem) {

        static Line of(String text) {
            try {
                return new Line(LedgerCodec.event(text), null);
            } catch (MalformedLineException problem) {
                return new Line(null, problem);
            }
        }
    }
}

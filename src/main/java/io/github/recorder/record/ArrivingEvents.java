package io.github.recorder.record;

import io.github.recorder.recording.Json;
import io.github.recorder.redaction.Redaction;
import io.github.recorder.redaction.SecretScan;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the events of a stream and looks for secrets in them while further events arrive, so that less is left to do at
 * the end. It reads only what most services send, one JSON object an event or a line, in which there is nothing to
 * redact and no secret. At anything else it gives up, and the whole response is read at its end. Thread-safe.
 */
final class ArrivingEvents {

    /** Longer streams are recorded from a file, with less memory. */
    private static final int MOST_BYTES = 128 << 10;

    private static final String DATA = "data: ";
    private static final String EVENT = "event: ";
    private static final String DONE = "[DONE]";

    private final Redaction redaction;
    private final SecretScan secrets;
    private final boolean jsonLines;
    private final Executor threads;
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private final List<ObjectNode> events = new ArrayList<>();
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private long size;
    private boolean ordinary = true;
    private boolean inEvent;
    private boolean scheduled;

    /**
     * Creates an empty stream.
     *
     * @param secrets the secrets of the request, too
     * @param jsonLines whether each line is an event; else they are server-sent events
     * @param threads runs the reading
     */
    ArrivingEvents(Redaction redaction, SecretScan secrets, boolean jsonLines, Executor threads) {
        this.jsonLines = jsonLines;
        this.redaction = redaction;
        this.secrets = secrets;
        this.threads = threads;
    }

    /** Adds what has arrived next. It is read on another thread. */
    void add(ByteBuffer piece) {
        byte[] bytes = new byte[piece.remaining()];
        piece.duplicate().get(bytes);
        synchronized (pieces) {
            size += bytes.length;
            pieces.add(bytes);
            if (size > MOST_BYTES) {
                pieces.clear();
                return;
            }
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        threads.execute(this::read);
    }

    /**
     * Returns the values of all events of a complete stream; empty if one of them is not ordinary.
     *
     * @param length the number of bytes of the stream
     */
    Optional<List<ObjectNode>> whole(int length) {
        read();
        synchronized (this) {
            boolean all = ordinary && !inEvent && begun.size() == 0;
            synchronized (pieces) {
                all &= size == length && size <= MOST_BYTES;
            }
            return all ? Optional.of(events) : Optional.empty();
        }
    }

    private synchronized void read() {
        while (true) {
            byte[] piece;
            synchronized (pieces) {
                piece = pieces.poll();
                if (piece == null) {
                    scheduled = false;
                    return;
                }
            }
            if (ordinary) {
                ordinary = false; // Stays so if this fails.
                ordinary = lines(piece);
            }
        }
    }

    private boolean lines(byte[] piece) {
        int start = 0;
        for (int i = 0; i < piece.length; i++) {
            if (piece[i] == '\n') {
                begun.write(piece, start, i - start);
                if (!line()) {
                    return false;
                }
                begun.reset();
                start = i + 1;
            }
        }
        begun.write(piece, start, piece.length - start);
        return true;
    }

    /** Reads a complete line. Returns whether it is ordinary. */
    private boolean line() {
        if (begun.size() == 0) {
            inEvent = false;
            return true;
        }
        String line = text(begun.toByteArray());
        if (line == null || line.indexOf('\r') >= 0) {
            return false;
        }
        if (jsonLines) {
            return event(line);
        }
        if (line.startsWith(EVENT)) {
            return redaction.replacesOnlyNamed(line); // Its name is searched with the whole, wherever it is kept.
        }
        if (inEvent || !line.startsWith(DATA)) {
            return false;
        }
        inEvent = true;
        String data = line.substring(DATA.length());
        if (data.equals(DONE)) {
            return true;
        }
        return event(data);
    }

    private boolean event(String data) {
        try {
            if (!data.startsWith("{")
                    || !(Json.read(data) instanceof ObjectNode event)
                    || !redaction.replacesOnlyNamed(data)
                    || !secrets.isClean(event)) {
                return false;
            }
            events.add(event);
            return true;
        } catch (RuntimeException | StackOverflowError notJsonOrFault) {
            return false; // Whoever reads the whole response meets it, too.
        }
    }

    private static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException noText) {
            return null;
        }
    }
}

package io.github.recorder.report;

import io.github.recorder.provider.WireResponse;
import io.github.recorder.replay.StreamedBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The last events of a run, as server-sent events. A subscriber is no more than its position in them: one that does not
 * read in time misses events that are no longer kept, is told to load the page again, and is dropped. Thread-safe; no
 * method waits.
 *
 * <p>Source: <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>.
 */
final class LiveEvents {

    /** The maximum number of subscribers. The oldest makes room, because it may be a closed tab. */
    /** Many clients that do not read must not hold a copy of all events each. */
    private static final int PIECE_CHARACTERS = 64 << 10;

    private static final int MOST_SUBSCRIBERS = 16;

    private static final String RELOAD = "event: reload\ndata: {}\n\n";

    private final int mostEvents;
    private final long mostCharacters;
    private final Deque<Event> kept = new ArrayDeque<>();
    private final Deque<Subscriber> subscribers = new ArrayDeque<>();
    private long characters;
    private long last;
    private boolean closed;

    private record Event(long number, String text) {}

    /**
     * Creates the events of a run that begins.
     *
     * @param mostEvents the maximum number of kept events
     * @param mostCharacters the maximum number of their characters
     */
    LiveEvents(int mostEvents, long mostCharacters) {
        this.mostEvents = mostEvents;
        this.mostCharacters = mostCharacters;
    }

    /** Returns the number of the last event; 0 before the first. */
    synchronized long last() {
        return last;
    }

    synchronized boolean hasSubscribers() {
        return !subscribers.isEmpty();
    }

    /**
     * Sends an event to all subscribers, now or when they have read the events before.
     *
     * @param type the name of the event
     * @param data one line
     */
    void publish(String type, String data) {
        deliver(added(type, data));
    }

    private synchronized List<Runnable> added(String type, String data) {
        if (closed) {
            return List.of();
        }
        last++;
        Event event = new Event(last, "id: " + last + "\nevent: " + type + "\ndata: " + data + "\n\n");
        kept.add(event);
        characters += event.text().length();
        while (kept.size() > mostEvents || (characters > mostCharacters && kept.size() > 1)) {
            characters -= kept.remove().text().length();
        }
        return waiting(event.text());
    }

    /** Sends a comment to the subscribers that wait, so that those whose client is gone are noticed. */
    void beat() {
        List<Runnable> beats;
        synchronized (this) {
            beats = waiting(":\n\n");
        }
        deliver(beats);
    }

    private List<Runnable> waiting(String text) {
        List<Runnable> deliveries = new ArrayList<>();
        for (Subscriber subscriber : subscribers) {
            CompletableFuture<StreamedBody.Piece> reader = subscriber.reader;
            if (reader != null) {
                subscriber.reader = null;
                subscriber.position = last;
                deliveries.add(() -> reader.complete(piece(text)));
            }
        }
        return deliveries;
    }

    /** Writes may happen at once, on this thread, so no lock is held. */
    private static void deliver(List<Runnable> deliveries) {
        deliveries.forEach(Runnable::run);
    }

    /**
     * Returns the events after one that the client already has, without an end until {@link #close}.
     *
     * @param after the number of the last event that the client has
     */
    StreamedBody after(long after) {
        Subscriber subscriber = new Subscriber(after);
        Subscriber dropped = null;
        synchronized (this) {
            if (!closed) {
                subscribers.add(subscriber);
            }
            if (subscribers.size() > MOST_SUBSCRIBERS) {
                dropped = subscribers.remove();
            }
        }
        if (dropped != null) {
            dropped.end();
        }
        return subscriber;
    }

    /** Sends a last event, and ends all streams after it. Idempotent. */
    void close(String type, String data) {
        List<Runnable> deliveries = new ArrayList<>(added(type, data));
        List<Subscriber> ended;
        synchronized (this) {
            closed = true;
            ended = List.copyOf(subscribers);
            subscribers.clear();
        }
        deliver(deliveries);
        ended.forEach(Subscriber::end);
    }

    private static StreamedBody.Piece piece(String text) {
        return StreamedBody.Piece.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** One client. The lock of the events guards it. */
    private final class Subscriber implements StreamedBody {

        private long position;

        /** The request for the next piece; null if nobody waits for it. */
        private @Nullable CompletableFuture<Piece> reader;

        private boolean ended;

        Subscriber(long position) {
            this.position = position;
        }

        @Override
        public CompletionStage<Piece> next() {
            synchronized (LiveEvents.this) {
                long oldest = kept.isEmpty() ? last + 1 : kept.element().number();
                if (position != last && !ended) {
                    boolean lost = position < oldest - 1 || position > last;
                    if (lost) {
                        position = last;
                        ended = true;
                        subscribers.remove(this);
                        return CompletableFuture.completedFuture(piece(RELOAD));
                    }
                    StringBuilder missed = new StringBuilder();
                    for (Event event : kept) {
                        if (event.number() > position && missed.length() < PIECE_CHARACTERS) {
                            missed.append(event.text());
                            position = event.number();
                        }
                    }
                    return CompletableFuture.completedFuture(piece(missed.toString()));
                }
                if (ended || closed) {
                    return CompletableFuture.completedFuture(Piece.end(WireResponse.Ending.COMPLETE));
                }
                CompletableFuture<Piece> waiting = new CompletableFuture<>();
                reader = waiting;
                return waiting;
            }
        }

        @Override
        public void abandon() {
            synchronized (LiveEvents.this) {
                ended = true;
                subscribers.remove(this);
            }
        }

        /** Ends the stream, after the events that were not yet read if the run has ended. */
        void end() {
            CompletableFuture<Piece> waiting;
            synchronized (LiveEvents.this) {
                ended = !closed;
                waiting = reader;
                reader = null;
            }
            if (waiting != null) {
                waiting.complete(Piece.end(WireResponse.Ending.COMPLETE));
            }
        }
    }
}

package io.github.recorder.report;

import io.github.recorder.record.RecordingResponder;
import io.github.recorder.replay.Exchange;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The last requests of a run as their clients sent them, with their credentials, which a user may record again. They
 * are in memory only, and few. Thread-safe.
 */
final class RepeatableRequests {

    private static final int MOST = 200;
    private static final int MOST_BYTES = 16 << 20;

    /** A request costs money, so a user who is impatient sends few. */
    private static final int MOST_UNDER_WAY = 4;

    private final RecordingResponder recorder;
    private final Map<Long, Exchange> kept = new LinkedHashMap<>();
    private final Set<Long> underWay = new HashSet<>();
    private long bytes;

    RepeatableRequests(RecordingResponder recorder) {
        this.recorder = recorder;
    }

    /** Keeps a request, and drops the oldest if there are too many. */
    synchronized void add(long number, Exchange exchange) {
        if (size(exchange) > MOST_BYTES / 4) {
            return;
        }
        kept.put(number, exchange.kept());
        bytes += size(exchange);
        Iterator<Exchange> oldest = kept.values().iterator();
        while (kept.size() > MOST || bytes > MOST_BYTES) {
            bytes -= size(oldest.next());
            oldest.remove();
        }
    }

    /** Twice if the body was compressed. */
    private static int size(Exchange exchange) {
        return exchange.sent().remaining() + exchange.body().remaining();
    }

    /** Returns whether a request is kept and can be recorded again. */
    boolean has(long number) {
        Exchange exchange = of(number);
        return exchange != null && recorder.canRecordAgain(exchange);
    }

    private synchronized @Nullable Exchange of(long number) {
        return kept.get(number);
    }

    /**
     * Records a request again.
     *
     * @param told called with the outcome, as sentences
     * @return whether the request is sent
     */
    boolean record(long number, Consumer<String> told) {
        Exchange exchange = of(number);
        if (exchange == null || !recorder.canRecordAgain(exchange) || !begins(number)) {
            return false;
        }
        recorder.recordAgain(exchange).whenComplete((text, failure) -> {
            ended(number);
            told.accept(text == null ? "The request could not be recorded, which is a fault of this plugin." : text);
        });
        return true;
    }

    private synchronized boolean begins(long number) {
        return underWay.size() < MOST_UNDER_WAY && underWay.add(number);
    }

    private synchronized void ended(long number) {
        underWay.remove(number);
    }
}

package io.github.recorder.report;

import io.github.recorder.recording.Json;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.replay.Exchange;
import io.github.recorder.replay.RecorderResponse;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The last requests of a run as the live page lists them, without secrets. Thread-safe. */
final class LiveRequests {

    /** The maximum number of requests that the page lists; its script has the same. */
    static final int MOST = 1_000;

    /** A longer path or message is not shown, because to look for secrets in it takes time. */
    private static final int LONGEST_TEXT = 4_000;

    private final SecretScan secrets;
    private final Deque<ObjectNode> kept = new ArrayDeque<>();

    LiveRequests(SecretScan secrets) {
        this.secrets = secrets;
    }

    /**
     * A request with its response, without any part of their bodies, headers and queries.
     *
     * @param number the number of the request in the run
     * @param at when the response was known
     * @param recordings the recordings that were served
     * @param text the message about a miss, or about a service that did not respond; empty for others
     */
    record Answered(
            long number,
            Instant at,
            String method,
            String path,
            @Nullable String test,
            boolean stranger,
            String outcome,
            int status,
            List<String> recordings,
            String text,
            long nanos) {

        static Answered of(long number, Exchange exchange, RecorderResponse response, long nanos) {
            String outcome = "refused";
            List<String> recordings = List.of();
            String text = "";
            if (response instanceof RecorderResponse.Replayed replayed) {
                outcome = "served";
                recordings = replayed.recordings();
            } else if (response instanceof RecorderResponse.Missed missed) {
                outcome = "missed";
                text = missed.text();
            } else if (response instanceof RecorderResponse.Proxied) {
                outcome = "live";
            } else if (response instanceof RecorderResponse.Unreachable unreachable) {
                outcome = "unreachable";
                text = unreachable.text();
            }
            return new Answered(
                    number,
                    Instant.now(),
                    exchange.method(),
                    exchange.path(),
                    exchange.caller().test(),
                    exchange.caller().stranger(),
                    outcome,
                    response.wire().status(),
                    recordings,
                    text,
                    nanos);
        }
    }

    /**
     * Adds requests.
     *
     * @param misses the ids of the misses by their texts
     * @param again whether a request can be recorded again
     * @return the requests as the page lists them
     */
    synchronized ArrayNode add(List<Answered> answered, Map<String, String> misses, Predicate<Answered> again) {
        ArrayNode shown = Json.nodes().arrayNode();
        for (Answered each : answered) {
            ObjectNode request = Json.nodes().objectNode();
            request.put("n", each.number())
                    .put("again", again.test(each))
                    .put("at", each.at().toString());
            request.put("method", secrets.maskedValue(each.method())).put("path", shown(each.path(), "path", true));
            request.put("test", each.test() == null ? "" : secrets.maskedTest(each.test()));
            request.put("stranger", each.stranger());
            request.put("state", each.outcome()).put("status", each.status());
            request.put("millis", TimeUnit.NANOSECONDS.toMillis(each.nanos()));
            ArrayNode recordings = request.putArray("recordings");
            each.recordings().forEach(recordings::add);
            request.put("miss", misses.getOrDefault(each.text(), ""));
            request.put("text", shown(each.text(), "message", false));
            kept.add(request);
            shown.add(request);
        }
        while (kept.size() > MOST) {
            kept.remove();
        }
        return shown;
    }

    private String shown(String text, String what, boolean ofRequest) {
        if (text.length() > LONGEST_TEXT) {
            return "(a " + what + " of " + text.length() + " characters)";
        }
        return ofRequest ? secrets.maskedValue(text) : secrets.masked(text);
    }

    /** Returns the requests that are kept, the oldest first. */
    synchronized ArrayNode all() {
        return Json.nodes().arrayNode().addAll(kept);
    }
}

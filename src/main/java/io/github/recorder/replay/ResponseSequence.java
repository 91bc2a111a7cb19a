package io.github.recorder.replay;

import io.github.recorder.recording.RecordedResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Several responses to one request, in the order of their arrival. The first is the response of the file, so that a
 * reader without support for sequences sees it; the others are under the key {@value #KEY} of that response.
 */
public final class ResponseSequence {

    /** The key of the further responses. */
    static final String KEY = RecordedResponse.NEXT;

    private ResponseSequence() {}

    /** Returns all responses of a recording, at least one. */
    public static List<RecordedResponse> of(RecordedResponse first) {
        List<RecordedResponse> all = new ArrayList<>();
        all.add(first);
        first.document().path(KEY).forEach(next -> {
            if (next instanceof ObjectNode response) {
                all.add(new RecordedResponse(response));
            }
        });
        return all;
    }

    /**
     * Returns the response that holds these responses. The last one also serves all later requests, so repeated ones at
     * the end are omitted.
     *
     * @param responses at least one
     */
    public static ObjectNode joined(List<ObjectNode> responses) {
        int size = responses.size();
        while (size > 1 && responses.get(size - 1).equals(responses.get(size - 2))) {
            size--;
        }
        ObjectNode first = responses.get(0).objectNode();
        first.setAll(responses.get(0));
        if (size > 1) {
            ArrayNode next = first.putArray(KEY);
            responses.subList(1, size).forEach(response -> next.add((JsonNode) response));
        }
        return first;
    }

    /** The position of each test in each sequence during this run; each begins with the first response. Thread-safe. */
    static final class SequencePositions {

        private final Map<Consumer, AtomicInteger> taken = new ConcurrentHashMap<>();

        /** A test and the file whose responses it receives. */
        private record Consumer(String path, @Nullable String test) {}

        /**
         * Returns the index of the next response: each index once, then always the last.
         *
         * @param test the requesting test; null if unknown
         */
        int next(String path, @Nullable String test, int size) {
            int step = taken.computeIfAbsent(new Consumer(path, test), first -> new AtomicInteger())
                    .getAndUpdate(before -> Math.min(before + 1, size - 1));
            return Math.min(step, size - 1);
        }

        /** Restarts all sequences of a test that runs again. */
        void restart(String test) {
            taken.keySet().removeIf(taker -> test.equals(taker.test()));
        }
    }
}

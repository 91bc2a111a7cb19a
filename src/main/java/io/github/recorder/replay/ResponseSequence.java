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
 * Several answers to one request, in the order in which they were given. The first is the response of the file, so that
 * a reader that knows of no sequences sees it; the others are under the key {@value #KEY} of that response.
 */
public final class ResponseSequence {

    /** The key of the further responses. */
    static final String KEY = "next";

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
     * Returns the response that holds these, of which the last answers whatever is asked after them: repeated ones at
     * the end are left out.
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

    /**
     * How far each test has come in each sequence in this run; each begins with the first answer. Safe for use by many
     * threads.
     */
    static final class SequencePositions {

        private final Map<Consumer, AtomicInteger> taken = new ConcurrentHashMap<>();

        /** Who takes answers of which file. */
        private record Consumer(String path, @Nullable String test) {}

        /**
         * Returns the index of the response that is due: each once, then the last for ever.
         *
         * @param test the test that asks; null where it is not known
         */
        int next(String path, @Nullable String test, int size) {
            int step = taken.computeIfAbsent(new Consumer(path, test), first -> new AtomicInteger())
                    .getAndUpdate(before -> Math.min(before + 1, size - 1));
            return Math.min(step, size - 1);
        }

        /** Begins all sequences of a test anew, for it runs again. */
        void restart(String test) {
            taken.keySet().removeIf(taker -> test.equals(taker.test()));
        }
    }
}

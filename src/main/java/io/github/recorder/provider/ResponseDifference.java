package io.github.recorder.provider;

/**
 * A difference between two recorded responses.
 *
 * @param part the part that differs
 * @param phrase the difference for messages, for instance {@code text was "a", is "b"}
 */
public record ResponseDifference(Part part, String phrase) {

    /** A part of a recording that can differ. */
    public enum Part {
        /** The id of the test. */
        TEST("test"),
        /** The body of the request. */
        REQUEST("the recorded request"),
        /** How many responses there are. */
        COUNT("number of responses"),
        /** The status, the error, and whether the response is a stream. */
        OUTCOME("outcome"),
        /** The text. */
        TEXT("text"),
        /** The model's reasoning. */
        REASONING("reasoning"),
        /** The text with which the model refuses. */
        REFUSAL("refusal"),
        /** The names and arguments of the tools that the model calls. */
        TOOL_CALLS("tool calls"),
        /** The reason for the end of the response. */
        FINISH_REASON("finish reason"),
        /** A token count. */
        USAGE("usage"),
        /** The embeddings. */
        EMBEDDINGS("embeddings"),
        /** The cited sources. */
        CITATIONS("citations"),
        /** The ids of listed items. */
        ITEMS("items"),
        /** The response as JSON, which is compared only if no other part differs. */
        JSON("the response"),
        /** The headers of the request on which the response depends. */
        REQUEST_HEADERS("the request headers"),
        /** The headers of the response. */
        HEADERS("the headers"),
        /** Whether the times of the events are recorded. */
        TIMING("timing");

        private final String words;

        Part(String words) {
            this.words = words;
        }

        /** Returns the name of the part in phrases. */
        public String words() {
            return words;
        }
    }
}

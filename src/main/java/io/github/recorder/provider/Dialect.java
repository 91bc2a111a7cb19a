package io.github.recorder.provider;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.Recording;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Converts between one provider's recordings and their wire format. Stateless and thread-safe.
 *
 * <p>The three directions are: a recorded request to the HTTP request that matches it ({@link #wire}), a live request
 * to the form that is compared ({@link #read}), and a recording to the bytes of its response ({@link #respond}).
 */
public interface Dialect {

    /** Returns the name of this dialect in logs and documentation, for instance {@code openai}. */
    String name();

    /** Returns the request that a client sends for this recording; empty if the recording is not of this dialect. */
    Optional<WireRequest> wire(RecordedRequest recorded);

    /**
     * Returns the path and query that clients send for an endpoint of {@link #wire}, which omits what all of them send.
     */
    default String sent(String endpoint) {
        return endpoint;
    }

    /**
     * Returns the form in which a live request is compared with those of {@link #wire}; empty if the request is not of
     * this dialect.
     *
     * @param method the HTTP method in upper case
     * @param endpoint the path from {@code Endpoint}, with the query if there is one
     * @param body the parsed body; null if there was none
     */
    Optional<WireRequest> read(String method, String endpoint, @Nullable JsonNode body);

    /**
     * Returns the form of the provider's response.
     *
     * @param recording a recording of this dialect, whose body need only have the right JSON type if it turns out that
     *     the form is known without it
     */
    ResponseForm form(Recording recording);

    /**
     * Returns the provider's response in its wire format.
     *
     * @param recording a recording of this dialect
     */
    default WireResponse respond(Recording recording) {
        return form(recording).wire(recording.response());
    }

    /**
     * Returns an error in the format of this provider, so that its SDKs show the text in their exceptions.
     *
     * @param status the HTTP status code
     * @param message the text for readers
     * @param code an error code for programs, for instance {@code recording_not_found}
     */
    JsonNode error(int status, String message, String code);

    /** Adds the content of an event, or of a complete response. Adds nothing if it is not understood. */
    void collect(JsonNode event, ContentCollector content);

    /**
     * Returns whether a member of a response differs from one response to the next and is never sent back by a client.
     */
    default boolean isChanging(String name, JsonNode value) {
        return false;
    }

    /**
     * Returns whether its requests are recorded as SDK calls, in the inference shape, and its lists of models are
     * unions.
     */
    default boolean hasInferenceShape() {
        return false;
    }
}

package io.github.recorder.provider;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.Recording;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How one provider's recordings look on the wire. Stateless and thread-safe.
 *
 * <p>The three directions are: a recorded request to the request that asks for it ({@link #wire}), a live request to
 * the form that is compared ({@link #read}), and a recording to the bytes of its response ({@link #respond}).
 */
public interface Dialect {

    /** Returns the word by which logs and documentation call this dialect, for instance {@code openai}. */
    String name();

    /** Returns the request that a client sends to get this recording; empty if the recording is not of this dialect. */
    Optional<WireRequest> wire(RecordedRequest recorded);

    /**
     * Returns the form of a live request that is compared with those of {@link #wire}; empty if the request is not of
     * this dialect.
     *
     * @param method the HTTP method in upper case
     * @param endpoint the path as {@code Endpoint} gives it, with the query if there is one
     * @param body the parsed body; null if there was none
     */
    Optional<WireRequest> read(String method, String endpoint, @Nullable JsonNode body);

    /**
     * Returns the response that the provider gave, as bytes for the wire.
     *
     * @param recording one of this dialect
     * @throws IllegalArgumentException if a body that is said to be base64 is not
     */
    WireResponse respond(Recording recording);

    /**
     * Returns an error in the shape of this provider, so that its SDKs show the text in their exceptions.
     *
     * @param status the HTTP status code
     * @param message the text for a person
     * @param code a word for a program, for instance {@code recording_not_found}
     */
    JsonNode error(int status, String message, String code);

    /** Adds what an event of a response says, or a whole response. Nothing is added if it is not understood. */
    void collect(JsonNode event, ContentCollector content);

    /** Whether a member of a response differs from one response to the next, and no client sends it back. */
    default boolean isChanging(String name, JsonNode value) {
        return false;
    }

    /**
     * Whether its requests are recorded as calls of an SDK, in the inference shape, and its lists of models are unions.
     */
    default boolean hasInferenceShape() {
        return false;
    }
}

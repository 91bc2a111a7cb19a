package io.github.recorder.recording;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code request} part of a recording, in one of the format's four shapes. The keys decide the shape: {@code
 * kwargs} means tool, {@code payload} means http, {@code body} means inference; anything else is {@link Unservable}.
 */
public sealed interface RecordedRequest {

    /**
     * An SDK call to an OpenAI-style or Ollama endpoint, or a call of the google-genai SDK.
     *
     * @param method the HTTP method as written, for instance {@code POST}
     * @param url the client's base URL followed by the endpoint, for instance {@code
     *     https://api.openai.com/v1/v1/embeddings}
     * @param body the SDK's call arguments, including {@code extra_body} and the like; any JSON value, usually an
     *     object
     * @param endpoint the endpoint without the base URL, for instance {@code /v1/embeddings}
     * @param model the model's name; empty if the file has none
     * @param providerMetadata the file's {@code provider_metadata}; null if absent
     */
    record Inference(
            String method,
            String url,
            JsonNode body,
            String endpoint,
            String model,
            @Nullable JsonNode providerMetadata)
            implements RecordedRequest {

        /** Returns the URL that the client called: the format repeats {@code /v1} if the base URL ends with it. */
        public String calledUrl() {
            return url.replace("/v1/v1/", "/v1/");
        }
    }

    /**
     * A request that was recorded as raw HTTP.
     *
     * @param testId the test that sent the request, as the request part repeats it; null if shared
     * @param url the whole URL, including the query
     * @param method the HTTP method as written
     * @param payload the JSON that was sent
     */
    record Http(@Nullable String testId, String url, String method, JsonNode payload) implements RecordedRequest {}

    /**
     * A tool invocation.
     *
     * @param testId the test that made the call; null if shared
     * @param provider the provider's name; any JSON value, usually a string
     * @param toolName the tool's name; any JSON value, usually a string
     * @param kwargs the tool's arguments
     */
    record Tool(@Nullable String testId, JsonNode provider, JsonNode toolName, JsonNode kwargs)
            implements RecordedRequest {}

    /**
     * A request whose shape no HTTP request can match, such as a file processor's.
     *
     * @param document the request as written in the file
     */
    record Unservable(ObjectNode document) implements RecordedRequest {}
}

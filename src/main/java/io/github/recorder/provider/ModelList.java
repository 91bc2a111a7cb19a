package io.github.recorder.provider;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A list of models, the only kind of response that is combined from several recordings, because a provider's models
 * change while the requests of tests do not. It is recorded as POST with an empty body and is GET on the wire.
 */
public enum ModelList {
    /**
     * OpenAI's list: {@code {"object": "list", "data": [...]}}, with distinct {@code id}s. See <a
     * href="https://platform.openai.com/docs/api-reference/models/list">List models</a>.
     */
    OPENAI("/v1/models", "/v1/openai/v1/models", "data", "id", "id"),
    /**
     * Ollama's list of installed or of loaded models: {@code {"models": [...]}}, with distinct {@code model}s, else
     * {@code name}s. See <a href="https://github.com/ollama/ollama/blob/main/docs/api.md#list-local-models">List local
     * models</a>.
     */
    OLLAMA("/api/tags", "/api/ps", "models", "model", "name");

    private final String endpoint;
    private final String otherEndpoint;
    private final String key;
    private final String identity;
    private final String otherIdentity;

    ModelList(String endpoint, String otherEndpoint, String key, String identity, String otherIdentity) {
        this.endpoint = endpoint;
        this.otherEndpoint = otherEndpoint;
        this.key = key;
        this.identity = identity;
        this.otherIdentity = otherIdentity;
    }

    /**
     * Returns the list that a request in wire form requests; empty for any other request, such as one for a single
     * model.
     */
    public static Optional<ModelList> of(WireRequest request) {
        return request.method().equals("GET")
                ? ofPath(PathAndQuery.withoutQuery(request.endpoint()))
                : Optional.empty();
    }

    /** Returns the list that a recording holds; empty if it holds another response. */
    public static Optional<ModelList> of(RecordedRequest recorded) {
        return recorded instanceof RecordedRequest.Inference inference
                ? ofPath(Endpoint.ofUrl(inference.endpoint()).path())
                : Optional.empty();
    }

    /**
     * Returns the endpoint of the list that contains the model of a request, {@code GET /v1/models/<id>}; empty for any
     * other request.
     */
    public static Optional<String> listOf(WireRequest request) {
        return split(request).map(One::list);
    }

    /**
     * Returns the id of the model in {@code GET /v1/models/<id>}, which may contain slashes, escaped or not; empty for
     * any other request.
     */
    public static Optional<String> idIn(WireRequest request) {
        return split(request).map(One::id);
    }

    /**
     * Returns whether a recorded response to a request for this list is a list. Any other, such as an error, is not
     * combined.
     */
    public boolean isList(RecordedResponse response) {
        JsonNode body = RecordedResponse.unwrapped(response.body());
        return !response.exception()
                && !response.streaming()
                && !response.cut()
                && response.status() == 200
                && !response.document().has(RawBody.KEY)
                && (body.isArray() || body.path(key).isArray());
    }

    /**
     * Returns the response that contains each model of the recordings once, in their order. The first of several models
     * with one id is used. The headers are those of the first recording.
     *
     * @param recordings recordings of this list, each of which {@link #isList}, the best match first
     */
    public WireResponse union(List<Recording> recordings) {
        ObjectNode list = Json.nodes().objectNode();
        if (this == OPENAI) {
            list.put("object", "list");
        }
        ArrayNode models = list.putArray(key);
        byId(recordings).values().forEach(models::add);
        WireResponse union = WireFormat.json(200, list);
        List<HttpHeader> recorded = recordings.isEmpty()
                ? null
                : RecordedHeaders.in(recordings.get(0).response());
        return recorded == null ? union : union.with(recorded);
    }

    /** Returns the response to a request for one model; empty if no recording of this list names it. */
    public Optional<WireResponse> one(List<Recording> recordings, String id) {
        return Optional.ofNullable(byId(recordings).get(id)).map(model -> WireFormat.json(200, model));
    }

    private Map<String, JsonNode> byId(List<Recording> recordings) {
        Map<String, JsonNode> models = new LinkedHashMap<>();
        for (Recording recording : recordings) {
            if (isList(recording.response())) {
                for (JsonNode model : models(recording.response())) {
                    models.putIfAbsent(idOf(model), model);
                }
            }
        }
        return models;
    }

    /** A body is a list of SDK objects, or the provider's own object that contains the list, or that object wrapped. */
    private List<JsonNode> models(RecordedResponse response) {
        JsonNode body = RecordedResponse.unwrapped(response.body());
        return (body.isArray() ? body : body.path(key))
                .valueStream()
                .map(RecordedResponse::unwrapped)
                .toList();
    }

    private String idOf(JsonNode model) {
        return Stream.of(identity, otherIdentity)
                .map(model::path)
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .findFirst()
                .orElseGet(() -> new String(Json.compact(model), StandardCharsets.UTF_8));
    }

    private static Optional<ModelList> ofPath(String path) {
        return Arrays.stream(values())
                .filter(list -> list.endpoint.equals(path) || list.otherEndpoint.equals(path))
                .findFirst();
    }

    private static Optional<One> split(WireRequest request) {
        if (!request.method().equals("GET")) {
            return Optional.empty();
        }
        String path = PathAndQuery.withoutQuery(request.endpoint());
        return Stream.of(OPENAI.endpoint, OPENAI.otherEndpoint)
                .filter(list -> path.startsWith(list + "/") && !GooglePath.isMethodCall(path))
                .map(list -> new One(list, path.substring(list.length() + 1).replace("%2F", "/")))
                .findFirst();
    }

    private record One(String list, String id) {}
}

package io.github.recorder.provider;

import io.github.recorder.matching.WireBody;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.PythonRepr;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates recordings of OpenAI's and Ollama's APIs in the inference shape, as if their Python SDKs had made the calls.
 * The result is empty if that shape cannot hold the exchange and the http shape must.
 */
final class InferenceRecordingFactory {

    private static final Map<Integer, String> ERROR_TYPES = Map.of(
            400, "BadRequestError",
            401, "AuthenticationError",
            403, "PermissionDeniedError",
            404, "NotFoundError",
            409, "ConflictError",
            422, "UnprocessableEntityError",
            429, "RateLimitError");

    private InferenceRecordingFactory() {}

    /** Returns the request; empty if it does not come from an SDK that the shape supports. */
    static Optional<RecordedRequest.Inference> request(LiveExchange call) {
        String path = call.endpoint().path();
        if (!call.dialect().hasInferenceShape()) {
            return Optional.empty();
        }
        String method = call.request().method();
        boolean list = ModelList.of(new WireRequest(method, path, null)).isPresent();
        JsonNode body = list ? Json.nodes().objectNode() : call.request().body();
        // The shape cannot hold a query, a deployment, or a member that it would treat as an SDK's own argument.
        boolean plain = call.endpoint().query() == null && call.endpoint().namesModel(body);
        boolean posted = method.equals("POST")
                && SdkTypes.has(path)
                && plain
                && body instanceof ObjectNode
                && !WireBody.hasClientArguments(body);
        if (body == null || !(list || posted)) {
            return Optional.empty();
        }
        String url = call.upstream().recordedBase(call.endpoint()) + path;
        return Optional.of(new RecordedRequest.Inference(
                "POST", url, body, path, body.path("model").asString(""), null));
    }

    /** Returns a request as it is in the file. */
    static ObjectNode document(RecordedRequest.Inference request) {
        ObjectNode document = Json.nodes().objectNode();
        document.put("method", request.method()).put("url", request.url());
        document.putObject("headers");
        document.set("body", request.body());
        return document.put("endpoint", request.endpoint()).put("model", request.model());
    }

    /**
     * Returns the response before {@link StoredObjectRules}; empty if the shape cannot hold it. A stream may have parts
     * that the shape cannot hold.
     */
    static Optional<ObjectNode> response(LiveExchange call, RecordedRequest.Inference request, LiveResponse live) {
        String path = request.endpoint();
        MediaType type = live.mediaType();
        if (type.isEventStream()) {
            List<ObjectNode> read = live.events();
            return read != null
                    ? stream(call, path, live, read)
                    : parsed(live, SseEvents.data(live.body(), live.ending() == Ending.COMPLETE))
                            .flatMap(events -> stream(call, path, live, events));
        }
        if (type.isJsonLines()) {
            return parsed(live, SseEvents.lines(live.body())).flatMap(events -> stream(call, path, live, events));
        }
        if (live.ending() == Ending.CUT || !type.isJson()) {
            return Optional.empty();
        }
        JsonNode body = parsed(live.body());
        if (body == null) {
            return Optional.empty();
        }
        if (live.status() >= 400) {
            return error(call, path, live, body);
        }
        return live.status() == 200 ? whole(path, body) : Optional.empty();
    }

    private static Optional<ObjectNode> whole(String path, JsonNode body) {
        if (!(body instanceof ObjectNode object)) {
            return Optional.empty();
        }
        JsonNode stored;
        if (path.endsWith("/models")) {
            if (!object.path("data").isArray()
                    || !object.path("data")
                            .valueStream()
                            .allMatch(model -> model.path("id").isString())) {
                return Optional.empty();
            }
            ArrayNode models = Json.nodes().arrayNode();
            object.path("data").forEach(model -> models.add(RequestBodies.wrapped(SdkTypes.MODEL, model)));
            stored = models;
        } else {
            stored = RequestBodies.wrapped(SdkTypes.whole(path), object);
        }
        ObjectNode response = Json.nodes().objectNode();
        response.set("body", stored);
        return Optional.of(response.put("is_streaming", false));
    }

    /** Returns the values of the events of a stream; empty if one of them is no object. */
    private static Optional<List<ObjectNode>> parsed(LiveResponse live, List<String> events) {
        List<ObjectNode> chunks = new ArrayList<>();
        for (String event : events) {
            String data = event.strip();
            if (data.isEmpty() || data.equals("[DONE]")) {
                continue;
            }
            if (!(parsed(data) instanceof ObjectNode chunk)) {
                if (live.ending() == Ending.CUT) {
                    break; // An incomplete line, which no client has processed.
                }
                return Optional.empty();
            }
            chunks.add(chunk);
        }
        return Optional.of(chunks);
    }

    private static Optional<ObjectNode> stream(
            LiveExchange call, String path, LiveResponse live, List<ObjectNode> events) {
        if (live.status() != 200) {
            return Optional.empty();
        }
        ObjectNode response = Json.nodes().objectNode();
        ArrayNode chunks = response.putArray("body");
        events.forEach(event -> chunks.add(RequestBodies.wrapped(SdkTypes.chunk(path, event), event)));
        response.put("is_streaming", true);
        if (live.ending() == Ending.CUT) {
            String message = "peer closed connection without sending complete message body (incomplete chunked read)";
            exception(
                    response,
                    call,
                    "APIConnectionError",
                    message,
                    null,
                    Json.nodes().nullNode());
        }
        return Optional.of(response);
    }

    private static Optional<ObjectNode> error(LiveExchange call, String path, LiveResponse live, JsonNode body) {
        // On replay the response is {"error": …}, so the shape cannot hold any other form.
        if (body.size() != 1 || !body.has("error")) {
            return Optional.empty();
        }
        String other = live.status() >= 500 ? "InternalServerError" : "APIStatusError";
        String message = "Error code: " + live.status() + " - " + PythonRepr.of(body);
        ObjectNode response = Json.nodes().objectNode();
        response.putNull("body");
        response.put("is_streaming", false);
        exception(
                response,
                call,
                path.startsWith("/api/") ? "ResponseError" : ERROR_TYPES.getOrDefault(live.status(), other),
                message,
                live.status(),
                body.path("error"));
        return Optional.of(response);
    }

    private static void exception(
            ObjectNode response,
            LiveExchange call,
            String type,
            String message,
            @Nullable Integer status,
            JsonNode body) {
        response.put("is_exception", true);
        response.putObject("exception_data")
                .put("category", "provider_sdk")
                .put("provider", call.dialect().name())
                .put("type", type)
                .put("message", message)
                .put("status_code", status)
                .set("body", body);
        response.put("exception_message", message);
    }

    private static @Nullable JsonNode parsed(byte[] json) {
        try {
            return Json.parse(json);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private static @Nullable JsonNode parsed(String json) {
        try {
            return Json.read(json);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    /** Returns the ids of the models in a stored list; empty if the response is not a list. */
    static List<String> modelIds(JsonNode body) {
        JsonNode models =
                body.isArray() ? body : RecordedResponse.unwrapped(body).path("models");
        return models.valueStream()
                .map(RecordedResponse::unwrapped)
                .map(model -> model.path("id").asString(model.path("model").asString("")))
                .filter(id -> !id.isEmpty())
                .toList();
    }
}

package io.github.recorder.provider;

import io.github.recorder.matching.WireBody;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.PythonRepr;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import java.nio.charset.StandardCharsets;
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
 * A request that this shape cannot hold has the http shape.
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

    /** Returns the response before {@link StoredObjectRules}. {@link RawBody} holds what the shape cannot. */
    static ObjectNode response(LiveExchange call, RecordedRequest.Inference request, LiveResponse live) {
        String path = request.endpoint();
        JsonNode body = live.mediaType().isStream() ? null : parsed(live.body());
        ObjectNode response = Json.nodes().objectNode();
        if (live.mediaType().isStream() && live.status() < 400) {
            response.set("body", chunks(path, live));
            response.put("is_streaming", true);
        } else if (live.status() < 400 && live.ending() == Ending.COMPLETE && body != null) {
            response.set("body", stored(path, body));
            response.put("is_streaming", false);
            if (ModelList.of(request).isPresent() && !body.isObject()) {
                response.set(RawBody.KEY, RawBody.of(live.body(), live.contentType())); // No list that can be combined.
            }
        } else {
            response.putNull("body");
            response.put("is_streaming", false);
        }
        if (live.ending() == Ending.CUT) {
            status(response, live);
            String message = "peer closed connection without sending complete message body (incomplete chunked read)";
            exception(
                    response,
                    call,
                    "APIConnectionError",
                    message,
                    null,
                    Json.nodes().nullNode());
        } else if (live.status() >= 400) {
            error(response, call, path, live, body);
        } else {
            status(response, live);
        }
        return response;
    }

    private static boolean isListOfModels(JsonNode data) {
        return data.isArray()
                && data.valueStream().allMatch(model -> model.path("id").isString());
    }

    private static void status(ObjectNode response, LiveResponse live) {
        if (live.status() != 200) {
            response.put("status", live.status());
        }
    }

    private static JsonNode stored(String path, JsonNode body) {
        if (!(body instanceof ObjectNode object)) {
            return body;
        }
        if (!path.endsWith("/models") || !isListOfModels(object.path("data"))) {
            return RequestBodies.wrapped(SdkTypes.whole(path), object);
        }
        ArrayNode models = Json.nodes().arrayNode();
        object.path("data").forEach(model -> models.add(RequestBodies.wrapped(SdkTypes.MODEL, model)));
        return models;
    }

    /** Returns the events of a stream. Those that are not JSON are text. */
    private static ArrayNode chunks(String path, LiveResponse live) {
        ArrayNode chunks = Json.nodes().arrayNode();
        List<ObjectNode> read = live.events();
        if (read != null) {
            read.forEach(event -> chunks.add(chunk(path, event)));
            return chunks;
        }
        boolean complete = live.ending() == Ending.COMPLETE;
        List<String> events =
                live.mediaType().isEventStream() ? SseEvents.data(live.body(), complete) : SseEvents.lines(live.body());
        for (String event : events) {
            String data = event.strip();
            if (data.isEmpty() || data.equals("[DONE]")) {
                continue;
            }
            JsonNode value = parsed(data.getBytes(StandardCharsets.UTF_8));
            if (value instanceof ObjectNode object) {
                chunks.add(chunk(path, object));
            } else if (complete) {
                chunks.add(value == null ? Json.nodes().stringNode(data) : value);
            } else {
                break; // An incomplete line, which no client has processed.
            }
        }
        return chunks;
    }

    private static JsonNode chunk(String path, ObjectNode event) {
        return RequestBodies.wrapped(SdkTypes.chunk(path, event), event);
    }

    /** Adds the exception that Python's SDK throws for an error. A body that is not JSON is its text. */
    private static void error(
            ObjectNode response, LiveExchange call, String path, LiveResponse live, @Nullable JsonNode body) {
        String other = live.status() >= 500 ? "InternalServerError" : "APIStatusError";
        JsonNode told = body == null
                ? RawBody.of(live.body(), live.contentType()).path(RawBody.TEXT)
                : body.has("error") ? body.path("error") : body;
        exception(
                response,
                call,
                path.startsWith("/api/") ? "ResponseError" : ERROR_TYPES.getOrDefault(live.status(), other),
                "Error code: " + live.status() + (body == null ? "" : " - " + PythonRepr.of(body)),
                live.status(),
                told.isMissingNode() ? Json.nodes().nullNode() : told);
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

package io.github.recorder.provider;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.CompactValue;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Google's Gemini API and Vertex AI, whose recordings hold the calls of the google-genai SDK.
 *
 * <p>All paths of a call have one form, {@code /v1beta/models/<model>:generateContent} or {@code
 * :streamGenerateContent}, where the model is the last segment of its name. So {@code gemini-2.0-flash}, {@code
 * models/gemini-2.0-flash}, {@code publishers/google/models/gemini-2.0-flash} and {@code
 * projects/p/locations/l/publishers/google/models/gemini-2.0-flash} are one model: each SDK extends the given name in
 * its own way, and a recording may come from either service. For the body see {@link GeminiRequest}. Other requests to
 * these services are compared unchanged.
 *
 * <p>Sources: <a href="https://ai.google.dev/api/generate-content">Gemini API</a>, <a
 * href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference">Vertex AI</a>. A stream is
 * server-sent events of one {@code data:} line, without an end mark.
 */
final class GeminiDialect extends HttpShape {

    private static final String GENERATE = ":generateContent";
    private static final String STREAM = ":streamGenerateContent";

    /** The names of the two SDK calls in recordings. */
    private static final String RECORDED_GENERATE = "/generate_content";

    private static final String RECORDED_STREAM = "/generate_content_stream";

    @Override
    public String name() {
        return "gemini";
    }

    @Override
    public Optional<WireRequest> wire(RecordedRequest recorded) {
        if (!(recorded instanceof RecordedRequest.Inference inference)) {
            return super.wire(recorded);
        }
        String method = switch (inference.endpoint()) {
            case RECORDED_GENERATE -> GENERATE;
            case RECORDED_STREAM -> STREAM;
            default -> "";
        };
        if (method.isEmpty()) {
            return Optional.empty();
        }
        String model = inference.body().path("model").asString(inference.model());
        return Optional.of(
                new WireRequest("POST", endpoint(model, method), GeminiRequest.ofArguments(inference.body())));
    }

    @Override
    public String sent(String endpoint) {
        return endpoint.endsWith(STREAM) ? endpoint + "?alt=sse" : endpoint;
    }

    @Override
    public Optional<WireRequest> read(String method, String endpoint, @Nullable JsonNode body) {
        if (!GooglePath.isGoogles(endpoint)) {
            return Optional.empty();
        }
        String path = PathAndQuery.withoutQuery(endpoint);
        String query = endpoint.substring(path.length());
        for (String call : new String[] {GENERATE, STREAM}) {
            if (path.endsWith(call)) {
                String model = path.substring(0, path.length() - call.length());
                // Without alt=sse, which recordings of the SDK imply, a stream is one JSON array.
                boolean array = call.equals(STREAM) && !query.contains("alt=");
                String counting = GooglePath.query(array ? query + (query.isEmpty() ? "?" : "&") + "alt=json" : query);
                return Optional.of(new WireRequest(
                        method, endpoint(model, call) + counting, body == null ? null : GeminiRequest.ofWire(body)));
            }
        }
        return Optional.of(new WireRequest(method, GooglePath.identity(endpoint), body));
    }

    @Override
    public ResponseForm form(Recording recording) {
        if (recording.request() instanceof RecordedRequest.Http) {
            return super.form(recording);
        }
        RecordedResponse response = recording.response();
        if (response.hasChunks()) {
            return new ResponseForm.Chunks(
                    response.status(),
                    MediaType.EVENT_STREAM,
                    response.exception() ? Ending.CUT : Ending.COMPLETE,
                    () -> GeminiDialect::event);
        }
        return new ResponseForm.Whole(() -> response.exception()
                ? exception(response)
                : WireFormat.json(response.status(), sent(RecordedResponse.unwrapped(response.body()))));
    }

    /** Members are named as on the wire or, in recordings of SDK calls, with underscores. */
    @Override
    public void collect(JsonNode event, ContentCollector content) {
        JsonNode said = CamelCase.of(event);
        for (JsonNode candidate : said.path("candidates")) {
            content.finish(candidate.path("finishReason"));
            for (JsonNode part : candidate.path("content").path("parts")) {
                if (part.path("thought").asBoolean(false)) {
                    content.reasoning(part.path("text"));
                } else {
                    content.text(part.path("text"));
                }
                if (part.has("functionCall")) {
                    JsonNode call = part.path("functionCall");
                    content.call(null, call.path("id"), call.path("name"), call.path("args"));
                }
            }
            candidate.path("citationMetadata").path("citationSources").forEach(content::citation);
            candidate.path("groundingMetadata").path("groundingChunks").forEach(content::citation);
        }
        content.refusal(said.path("promptFeedback").path("blockReason"));
        content.vector(said.path("embedding").path("values"));
        said.path("embeddings").forEach(embedding -> content.vector(embedding.path("values")));
        said.path("models").forEach(model -> content.item(model.path("name"), model.path("displayName")));
        content.usage(said.path("usageMetadata"));
    }

    @Override
    public JsonNode error(int status, String message, String code) {
        return GoogleError.of(status, message, code);
    }

    private static String endpoint(String model, String call) {
        String name = model.substring(model.lastIndexOf('/') + 1);
        return "/v1beta/models/" + name + call;
    }

    private static void event(CompactValue chunk, ByteArrayOutputStream out) {
        WireFormat.text(out, "data: ");
        WireFormat.jsonLine(out, Json.compact(sent(Json.parse(chunk.fields()))));
        WireFormat.text(out, "\n\n");
    }

    /** The SDK's exceptions have no body, so only their message can be sent. */
    private WireResponse exception(RecordedResponse response) {
        ObjectNode data = response.exceptionData();
        if (data != null && data.path("body").isObject()) {
            return ProviderException.respond(response);
        }
        int status = ProviderException.status(response);
        String message = response.document().path("exception_message").asString("");
        return WireFormat.json(status, error(status, message, "recorded_exception"));
    }

    /** Returns a response as the service sent it, without the SDK's notes about the HTTP exchange. */
    private static JsonNode sent(JsonNode response) {
        if (!(response instanceof ObjectNode object)) {
            return response;
        }
        ObjectNode noted = Json.nodes().objectNode();
        noted.setAll(object);
        noted.remove("sdk_http_response");
        return CamelCase.of(noted);
    }
}

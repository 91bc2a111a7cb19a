package io.github.recorder.provider;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tool invocations, {@code POST /v1/tool-runtime/invoke}. Only the name and the arguments of the tool are compared,
 * because a call may also carry credentials. Source: the <a
 * href="https://llamastack.github.io/docs/api/invoke-tool-v-1-tool-runtime-invoke-post">tool runtime</a> of
 * llama-stack.
 */
final class ToolDialect extends HttpShape {

    private static final String INVOKE = "/v1/tool-runtime/invoke";

    @Override
    public String name() {
        return "tool";
    }

    @Override
    public Optional<WireRequest> wire(RecordedRequest recorded) {
        return recorded instanceof RecordedRequest.Tool tool
                ? Optional.of(new WireRequest("POST", INVOKE, call(tool.toolName(), tool.kwargs())))
                : super.wire(recorded);
    }

    @Override
    public Optional<WireRequest> read(String method, String endpoint, @Nullable JsonNode body) {
        if (!PathAndQuery.withoutQuery(endpoint).equals(INVOKE)) {
            return Optional.empty();
        }
        return Optional.of(new WireRequest(
                method,
                INVOKE,
                body instanceof ObjectNode sent ? call(sent.path("tool_name"), sent.path("kwargs")) : body));
    }

    @Override
    public ResponseForm form(Recording recording) {
        if (recording.request() instanceof RecordedRequest.Http) {
            return super.form(recording);
        }
        RecordedResponse response = recording.response();
        return response.exception()
                ? new ResponseForm.Whole(() -> ProviderException.respond(response))
                : new ResponseForm.Value(response.status());
    }

    @Override
    public void collect(JsonNode event, ContentCollector content) {
        content.text(event.path("content"));
        event.path("content").forEach(part -> content.text(part.path("text")));
    }

    @Override
    public JsonNode error(int status, String message, String code) {
        ObjectNode body = Json.nodes().objectNode();
        body.putObject("error").put("message", message).put("code", code);
        return body;
    }

    private static JsonNode call(JsonNode name, JsonNode arguments) {
        ObjectNode call = Json.nodes().objectNode();
        call.set("tool_name", name.isMissingNode() ? Json.nodes().nullNode() : name);
        boolean none = arguments.isMissingNode() || arguments.isNull();
        call.set("kwargs", none ? Json.nodes().objectNode() : arguments);
        return call;
    }
}

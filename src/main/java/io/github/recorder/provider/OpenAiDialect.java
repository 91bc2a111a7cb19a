package io.github.recorder.provider;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's API, as OpenAI and the many services that copy it speak it: chat, completions, embeddings, Responses, model lists and
 * other JSON calls under {@code /v1}.
 *
 * <p>Streams are server-sent events. Those of <a
 * href="https://platform.openai.com/docs/api-reference/chat-streaming">chat</a> and completions are {@code data:} lines ended by
 * {@code data: [DONE]}; those of <a href="https://platform.openai.com/docs/api-reference/responses-streaming">Responses</a> have
 * {@code event: <type>} before each and no {@code [DONE]}. Errors are as <a
 * href="https://platform.openai.com/docs/guides/error-codes">Error codes</a> has them.
 */
final class OpenAiDialect extends InferenceShape {

    @Override
    public String name() {
        return "openai";
    }

    /**
     * {@inheritDoc}
     *
     * <p>The query counts only where a recording can hold it: not for POST and model lists, whose recordings have no place for it
     * (Azure's {@code api-version}, for instance).
     */
    @Override
    public Optional<WireRequest> read(String method, String endpoint, @Nullable JsonNode body) {
        String path = Endpoint.withoutQuery(endpoint);
        if (!OpenAiPath.isOpenAis(path)) {
            return Optional.empty();
        }
        if (ModelList.of(new WireRequest(method, path, null)).isPresent()) {
            return Optional.of(new WireRequest(method, path, null));
        }
        return Optional.of(new WireRequest(method, method.equals("POST") ? path : endpoint, body));
    }

    @Override
    boolean isOwn(String path) {
        return true;
    }

    @Override
    public JsonNode error(int status, String message, String code) {
        ObjectNode body = Json.mapper().createObjectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", status >= 500 ? "server_error" : "invalid_request_error")
                .putNull("param")
                .put("code", code);
        return body;
    }

    @Override
    WireResponse stream(RecordedResponse response) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean typed = false;
        for (JsonNode chunk : RecordedBody.chunks(response)) {
            JsonNode type = chunk.path("type");
            if (type.isString()) {
                typed = true;
                WireFormat.text(out, "event: " + type.stringValue() + "\n");
            }
            WireFormat.text(out, "data: ");
            WireFormat.jsonLine(out, chunk);
            WireFormat.text(out, "\n\n");
        }
        boolean cut = response.exception();
        if (!cut && !typed) {
            WireFormat.text(out, "data: [DONE]\n\n");
        }
        return WireFormat.respond(
                response.status(), WireFormat.EVENT_STREAM, out.toByteArray(), cut ? Ending.CUT : Ending.COMPLETE);
    }
}

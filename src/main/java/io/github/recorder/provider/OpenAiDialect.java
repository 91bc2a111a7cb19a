package io.github.recorder.provider;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.CompactValue;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedResponse;
import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's API, which many other services offer too: chat, completions, embeddings, Responses, model lists and other
 * JSON calls under {@code /v1}.
 *
 * <p>Streams are server-sent events. Those of <a
 * href="https://platform.openai.com/docs/api-reference/chat-streaming">chat</a> and completions are {@code data:} lines
 * ended by {@code data: [DONE]}; those of <a
 * href="https://platform.openai.com/docs/api-reference/responses-streaming">Responses</a> have {@code event: <type>}
 * before each and no {@code [DONE]}. Errors: <a href="https://platform.openai.com/docs/guides/error-codes">Error
 * codes</a>.
 */
final class OpenAiDialect extends InferenceShape {

    @Override
    public String name() {
        return "openai";
    }

    /**
     * {@inheritDoc}
     *
     * <p>The query of a model list is ignored, because its recordings cannot hold it.
     */
    @Override
    public Optional<WireRequest> read(String method, String endpoint, @Nullable JsonNode body) {
        String path = PathAndQuery.withoutQuery(endpoint);
        if (!OpenAiPath.isOpenAis(path)) {
            return Optional.empty();
        }
        if (ModelList.of(new WireRequest(method, path, null)).isPresent()) {
            return Optional.of(new WireRequest(method, path, null));
        }
        return Optional.of(new WireRequest(method, endpoint, body));
    }

    @Override
    public void collect(JsonNode event, ContentCollector content) {
        String type = event.path("type").asString("");
        if (type.startsWith("response.")) {
            collectResponses(type, event, content);
        } else if (event.path("object").asString("").equals("response")) {
            collectWhole(event, content);
        } else {
            collectChat(event, content);
            event.path("data")
                    .valueStream()
                    .sorted(Comparator.comparingInt(entry -> entry.path("index").asInt(0)))
                    .forEach(entry -> content.vector(entry.path("embedding")));
            for (JsonNode entry : event.path("data")) {
                content.item(entry.path("id"), entry.path("name"));
            }
            if (event.path("object").asString("").equals("model")) {
                content.item(event.path("id"), event.path("name"));
            }
            content.text(event.path("text")); // The text of a transcription.
        }
    }

    /** Reads the format of chat and completions, which most services that copy this API also have. */
    static void collectChat(JsonNode event, ContentCollector content) {
        for (JsonNode choice : event.path("choices")) {
            content.text(choice.path("text"));
            content.finish(choice.path("finish_reason"));
            String place = choice.path("index").asString("0") + ".";
            collectMessage(place, choice.path("message"), content);
            collectMessage(place, choice.path("delta"), content);
        }
        event.path("citations").forEach(content::citation);
        content.usage(event.path("usage"));
    }

    private static void collectMessage(String place, JsonNode message, ContentCollector content) {
        content.text(message.path("content"));
        content.refusal(message.path("refusal"));
        content.reasoning(message.path("reasoning_content"));
        content.reasoning(message.path("reasoning"));
        message.path("annotations").forEach(content::citation);
        int position = 0;
        for (JsonNode call : message.path("tool_calls")) {
            String key = place + call.path("index").asString(Integer.toString(position++));
            JsonNode function = call.path("function");
            // Some services send each call complete, all with the same index or without one.
            boolean another = !function.path("name").asString("").isEmpty() && content.isNamed(key);
            content.call(another ? null : key, call.path("id"), function.path("name"), function.path("arguments"));
        }
    }

    /** Reads an event of the Responses API: the deltas, and finally the complete response, which replaces them. */
    private static void collectResponses(String type, JsonNode event, ContentCollector content) {
        switch (type) {
            case "response.output_text.delta" -> content.text(event.path("delta"));
            case "response.refusal.delta" -> content.refusal(event.path("delta"));
            case "response.reasoning_text.delta", "response.reasoning_summary_text.delta" ->
                content.reasoning(event.path("delta"));
            case "response.output_text.annotation.added" -> content.citation(event.path("annotation"));
            case "response.output_item.added" -> collectCall(event.path("item"), content);
            case "response.function_call_arguments.delta" ->
                content.arguments(event.path("item_id").asString(""), event.path("delta"));
            case "response.completed", "response.incomplete", "response.failed" ->
                collectWhole(event.path("response"), content);
            default -> {
                // An event without content that marks the beginning or the end of a part.
            }
        }
    }

    private static void collectWhole(JsonNode response, ContentCollector content) {
        content.finish(response.path("status"));
        content.usage(response.path("usage"));
        if (response.path("output").isEmpty()) {
            return;
        }
        content.startOver();
        for (JsonNode item : response.path("output")) {
            boolean reasoning = item.path("type").asString("").equals("reasoning");
            item.path("summary").forEach(part -> content.reasoning(part.path("text")));
            for (JsonNode part : item.path("content")) {
                if (reasoning) {
                    content.reasoning(part.path("text"));
                } else {
                    content.text(part.path("text"));
                }
                content.refusal(part.path("refusal"));
                part.path("annotations").forEach(content::citation);
            }
            collectCall(item, content);
        }
    }

    private static void collectCall(JsonNode item, ContentCollector content) {
        if (item.path("type").asString("").equals("function_call")) {
            String id = item.path("id").asString("");
            content.call(id.isEmpty() ? null : id, item.path("call_id"), item.path("name"), item.path("arguments"));
        }
    }

    @Override
    boolean isOwn(String path) {
        return true;
    }

    @Override
    public JsonNode error(int status, String message, String code) {
        ObjectNode body = Json.nodes().objectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", status >= 500 ? "server_error" : "invalid_request_error")
                .putNull("param")
                .put("code", code);
        return body;
    }

    @Override
    ResponseForm stream(RecordedResponse response) {
        boolean cut = response.exception();
        return new ResponseForm.Chunks(
                response.status(),
                MediaType.EVENT_STREAM,
                cut ? Ending.CUT : Ending.COMPLETE,
                () -> new EventWriter(!cut));
    }

    /** Writes events. Those of Responses have a type, and no end mark. */
    private static final class EventWriter implements ChunkWriter {

        private boolean endMark;

        EventWriter(boolean endMark) {
            this.endMark = endMark;
        }

        @Override
        public void write(CompactValue chunk, ByteArrayOutputStream out) {
            String type = chunk.type();
            if (type != null) {
                endMark = false;
                WireFormat.text(out, "event: " + type + "\n");
            }
            WireFormat.text(out, "data: ");
            WireFormat.jsonLine(out, chunk.fields());
            WireFormat.text(out, "\n\n");
        }

        @Override
        public void end(ByteArrayOutputStream out) {
            if (endMark) {
                WireFormat.text(out, "data: [DONE]\n\n");
            }
        }
    }
}

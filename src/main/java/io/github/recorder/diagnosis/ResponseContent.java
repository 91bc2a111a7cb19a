package io.github.recorder.diagnosis;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a recorded answer says, put together from its chunks where it was streamed. Understands the answers of OpenAI's chat,
 * completions, embeddings and Responses, of Ollama, Anthropic and Gemini, by their members and not by their address.
 *
 * @param text the answer's text; empty where there is none
 * @param thinking the model's reasoning as far as it was told; empty where it was not
 * @param toolCalls the tools that the model asked for, in the order of its asking
 * @param finish why it ended, in the provider's word; null where it does not say
 * @param usage the counts of tokens as the provider gives them; null where it gives none
 * @param vectors the number of embeddings
 * @param dimensions the length of an embedding; 0 where there is none
 * @param items the names of what is listed: the ids of models
 */
public record ResponseContent(
        String text,
        String thinking,
        List<ToolCall> toolCalls,
        @Nullable String finish,
        @Nullable JsonNode usage,
        int vectors,
        int dimensions,
        List<String> items) {

    private static final String SSE_DATA = "data:";

    /**
     * A tool that the model asked for.
     *
     * @param id the provider's id; null where there is none
     * @param name the tool's name
     * @param arguments the arguments as JSON text, as far as they came
     */
    public record ToolCall(@Nullable String id, String name, String arguments) {}

    /** Reads a recorded answer. */
    public static ResponseContent of(RecordedResponse response) {
        Maker maker = new Maker();
        JsonNode body = response.body();
        if (body.isArray()) {
            for (JsonNode chunk : body) {
                maker.add(event(chunk));
            }
        } else {
            maker.add(RecordedResponse.unwrapped(body));
        }
        return maker.story();
    }

    /** Tells whether nothing of the answer was understood. */
    public boolean isEmpty() {
        return text.isEmpty()
                && thinking.isEmpty()
                && toolCalls.isEmpty()
                && finish == null
                && usage == null
                && vectors == 0
                && items.isEmpty();
    }

    /** Returns a chunk as JSON; a line of server-sent events that holds none as JSON null. */
    private static JsonNode event(JsonNode chunk) {
        if (!chunk.isString()) {
            return RecordedResponse.unwrapped(chunk);
        }
        String line = chunk.stringValue();
        if (!line.startsWith(SSE_DATA)) {
            return Json.mapper().nullNode();
        }
        try {
            return Json.mapper().readTree(line.substring(SSE_DATA.length()));
        } catch (JacksonException notJson) {
            return Json.mapper().nullNode(); // The end mark [DONE], for instance.
        }
    }

    /** Collects. What it does not know it passes over. */
    private static final class Maker {

        private final StringBuilder text = new StringBuilder();
        private final StringBuilder thinking = new StringBuilder();
        private final Map<String, Call> calls = new LinkedHashMap<>();
        private final List<String> items = new ArrayList<>();
        private @Nullable String finish;
        private @Nullable JsonNode usage;
        private int vectors;
        private int dimensions;

        ResponseContent story() {
            return new ResponseContent(
                    text.toString(),
                    thinking.toString(),
                    calls.values().stream().map(Call::made).toList(),
                    finish,
                    usage,
                    vectors,
                    dimensions,
                    List.copyOf(items));
        }

        void add(JsonNode event) {
            String type = event.path("type").asString("");
            if (type.startsWith("response.")) {
                responses(type, event);
            } else if (event.path("object").asString("").equals("response")) {
                wholeResponse(event);
            } else if (type.startsWith("message") || type.startsWith("content_block")) {
                anthropic(type, event);
            } else {
                event.path("choices").forEach(this::choice);
                event.path("candidates").forEach(this::candidate);
                ollama(event);
                data(event.path("data"));
                event.path("embeddings").forEach(this::vector);
                event.path("models").forEach(model -> item(model.path("model"), model.path("name")));
                if (event.path("object").asString("").equals("model")) {
                    item(event.path("id"), event.path("name"));
                }
                counts(event);
            }
        }

        private void counts(JsonNode event) {
            for (String key : new String[] {"usage", "usageMetadata", "usage_metadata"}) {
                usage(event.path(key));
            }
        }

        private void usage(JsonNode counts) {
            if (counts.isObject() && !counts.isEmpty()) {
                usage = counts;
            }
        }

        private void finish(JsonNode word) {
            if (word.isString() && !word.stringValue().isEmpty()) {
                finish = word.stringValue();
            }
        }

        private static void append(StringBuilder to, JsonNode part) {
            if (part.isString()) {
                to.append(part.stringValue());
            }
        }

        private void item(JsonNode id, JsonNode name) {
            if (id.isString() || name.isString()) {
                items.add((id.isString() ? id : name).stringValue());
            }
        }

        private void data(JsonNode data) {
            for (JsonNode entry : data) {
                if (entry.has("embedding")) {
                    vector(entry.path("embedding"));
                } else {
                    item(entry.path("id"), entry.path("name"));
                }
            }
        }

        private void vector(JsonNode vector) {
            vectors++;
            dimensions = vector.isArray() ? vector.size() : dimensions;
        }

        /** OpenAI: a message, what is new of it, or the text of a completion. */
        private void choice(JsonNode choice) {
            append(text, choice.path("text"));
            finish(choice.path("finish_reason"));
            message(choice.path("message"));
            message(choice.path("delta"));
        }

        private void message(JsonNode message) {
            append(text, message.path("content"));
            append(text, message.path("refusal"));
            append(thinking, message.path("reasoning_content"));
            append(thinking, message.path("reasoning"));
            append(thinking, message.path("thinking"));
            int position = 0;
            for (JsonNode call : message.path("tool_calls")) {
                String index = call.path("index").asString(Integer.toString(position));
                JsonNode function = call.path("function");
                // Ollama and some others send each call whole, all with one index or with none.
                boolean another = function.path("name").isString()
                        && !function.path("name").stringValue().isEmpty()
                        && calls.containsKey(index)
                        && calls.get(index).named();
                call(another ? index + "+" + calls.size() : index, call.path("id"), function);
                position++;
            }
        }

        private void call(String key, JsonNode id, JsonNode function) {
            Call call = calls.computeIfAbsent(key, first -> new Call());
            call.id(id);
            append(call.name, function.path("name"));
            JsonNode arguments = function.has("arguments") ? function.path("arguments") : function.path("args");
            call.arguments(arguments);
        }

        private void ollama(JsonNode event) {
            if (event.has("done")) {
                append(text, event.path("response"));
                append(thinking, event.path("thinking"));
                message(event.path("message"));
                finish(event.path("done_reason"));
                ObjectNode counts = Json.mapper().createObjectNode();
                for (String key : new String[] {"prompt_eval_count", "eval_count"}) {
                    if (event.path(key).isNumber()) {
                        counts.set(key, event.path(key));
                    }
                }
                usage(counts);
            }
        }

        private void candidate(JsonNode candidate) {
            finish(candidate.path("finishReason"));
            finish(candidate.path("finish_reason"));
            for (JsonNode part : candidate.path("content").path("parts")) {
                append(part.path("thought").asBoolean(false) ? thinking : text, part.path("text"));
                JsonNode call = part.has("functionCall") ? part.path("functionCall") : part.path("function_call");
                if (call.isObject()) {
                    call("candidate" + calls.size(), call.path("id"), call);
                }
            }
        }

        private void anthropic(String type, JsonNode event) {
            String index = event.path("index").asString("");
            switch (type) {
                case "message" -> {
                    event.path("content").forEach(block -> block("block" + calls.size(), block));
                    finish(event.path("stop_reason"));
                    usage(event.path("usage"));
                }
                case "message_start" -> usage(event.path("message").path("usage"));
                case "content_block_start" -> block(index, event.path("content_block"));
                case "content_block_delta" -> {
                    JsonNode delta = event.path("delta");
                    append(text, delta.path("text"));
                    append(thinking, delta.path("thinking"));
                    if (delta.has("partial_json")) {
                        calls.computeIfAbsent(index, first -> new Call()).arguments(delta.path("partial_json"));
                    }
                }
                case "message_delta" -> {
                    finish(event.path("delta").path("stop_reason"));
                    usage(event.path("usage"));
                }
                default -> {
                    // The marks of the stream's parts say nothing more.
                }
            }
        }

        private void block(String key, JsonNode block) {
            append(text, block.path("text"));
            append(thinking, block.path("thinking"));
            if (block.path("type").asString("").endsWith("tool_use")) {
                Call call = calls.computeIfAbsent(key, first -> new Call());
                call.id(block.path("id"));
                append(call.name, block.path("name"));
                if (!block.path("input").isEmpty()) {
                    call.arguments(block.path("input"));
                }
            }
        }

        /** OpenAI's Responses: the deltas, and at the end the whole answer, which replaces them. */
        private void responses(String type, JsonNode event) {
            switch (type) {
                case "response.output_text.delta", "response.refusal.delta" -> append(text, event.path("delta"));
                case "response.reasoning_text.delta", "response.reasoning_summary_text.delta" ->
                    append(thinking, event.path("delta"));
                case "response.output_item.added" -> {
                    JsonNode item = event.path("item");
                    if (item.path("type").asString("").equals("function_call")) {
                        call(item.path("id").asString(""), item.path("call_id"), item);
                    }
                }
                case "response.function_call_arguments.delta" ->
                    calls.computeIfAbsent(event.path("item_id").asString(""), first -> new Call())
                            .arguments(event.path("delta"));
                case "response.completed", "response.incomplete", "response.failed" ->
                    wholeResponse(event.path("response"));
                default -> {
                    // The marks of the stream's parts say nothing more.
                }
            }
        }

        private void wholeResponse(JsonNode response) {
            finish(response.path("status"));
            usage(response.path("usage"));
            if (response.path("output").isEmpty()) {
                return;
            }
            text.setLength(0);
            thinking.setLength(0);
            calls.clear();
            for (JsonNode item : response.path("output")) {
                boolean reasoning = item.path("type").asString("").equals("reasoning");
                for (String key : new String[] {"content", "summary"}) {
                    for (JsonNode part : item.path(key)) {
                        append(reasoning ? thinking : text, part.path("text"));
                        append(text, part.path("refusal"));
                    }
                }
                if (item.path("type").asString("").equals("function_call")) {
                    call(item.path("id").asString("") + calls.size(), item.path("call_id"), item);
                }
            }
        }
    }

    /** A tool call that is being put together. */
    private static final class Call {

        private final StringBuilder name = new StringBuilder();
        private final StringBuilder arguments = new StringBuilder();
        private @Nullable String id;

        boolean named() {
            return !name.isEmpty();
        }

        void id(JsonNode value) {
            if (value.isString() && !value.stringValue().isEmpty()) {
                id = value.stringValue();
            }
        }

        void arguments(JsonNode value) {
            if (value.isString()) {
                arguments.append(value.stringValue());
            } else if (value.isContainer()) {
                arguments.append(value);
            }
        }

        ToolCall made() {
            return new ToolCall(id, name.toString(), arguments.toString());
        }
    }
}

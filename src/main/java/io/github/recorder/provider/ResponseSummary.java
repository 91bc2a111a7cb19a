package io.github.recorder.provider;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a person would call the content of a recorded answer, whichever provider gave it: text, tool calls, why it ended, what it used. A stream is
 * summed up as if it had come in one piece.
 *
 * @param text all text of the answer
 * @param toolCalls names and arguments of the tools that it calls, in order
 * @param finish the reason for its end; empty where it tells none
 * @param usage what it says it used, as JSON; empty where it tells nothing
 * @param outcome the status, and the error if it is one
 */
public record ResponseSummary(String text, List<String> toolCalls, String finish, String usage, String outcome) {

    /** Fields that differ from call to call and that no client sends back. */
    private static final Set<String> OF_THE_MOMENT = Set.of(
            "createTime",
            "created",
            "created_at",
            "obfuscation",
            "request_id",
            "responseId",
            "service_tier",
            "system_fingerprint");

    private static final int LONGEST_SHOWN = 60;

    /** Keeps a copy of the list. */
    public ResponseSummary {
        toolCalls = List.copyOf(toolCalls);
    }

    /** Returns the summary of a response. */
    public static ResponseSummary of(RecordedResponse response) {
        Collector collector = new Collector();
        chunks(response).forEach(collector::chunk);
        JsonNode error = response.exception()
                ? response.document().path("exception_data").path("body")
                : missing();
        int status = response.exception()
                ? response.document().path("exception_data").path("status_code").asInt(0)
                : response.status();
        String outcome = status + (error.isMissingNode() ? "" : " " + error) + (response.exception() ? " failed" : "");
        return new ResponseSummary(
                collector.text.toString(), collector.toolCalls(), collector.finish, collector.usage, outcome);
    }

    /**
     * Tells whether a recording says what another said: the same request and, but for what is of the moment, the same answer. A stream that was cut
     * into other pieces is the same; one whose ids differ is not, because a client may send those back.
     */
    public static boolean isUnchanged(Recording before, Recording now) {
        ObjectNode old = before.response().document();
        ObjectNode fresh = now.response().document();
        if (!Objects.equals(before.testId(), now.testId())
                || !before.document()
                        .path("request")
                        .path("body")
                        .equals(now.document().path("request").path("body"))
                || !before.document()
                        .path("request")
                        .path("payload")
                        .equals(now.document().path("request").path("payload"))) {
            return false;
        }
        if (old.equals(fresh)) {
            return true;
        }
        if (!old.path("next").isMissingNode() || !fresh.path("next").isMissingNode()) {
            return false;
        }
        return of(before.response()).equals(of(now.response()))
                && folded(before.response()).equals(folded(now.response()))
                && old.path("headers").equals(fresh.path("headers"))
                && old.has(EventTiming.KEY) == fresh.has(EventTiming.KEY);
    }

    /** Returns what differs, one phrase each; none where only what a person would not call content does. */
    public static List<String> differences(Recording before, Recording now) {
        ResponseSummary old = of(before.response());
        ResponseSummary fresh = of(now.response());
        List<String> differences = new ArrayList<>();
        add(differences, "outcome", old.outcome, fresh.outcome);
        add(differences, "text", old.text, fresh.text);
        add(differences, "tool calls", String.join(", ", old.toolCalls), String.join(", ", fresh.toolCalls));
        add(differences, "finish reason", old.finish, fresh.finish);
        JsonNode oldUsage = parsed(old.usage);
        JsonNode freshUsage = parsed(fresh.usage);
        if (oldUsage.isObject() || freshUsage.isObject()) {
            addUsage(differences, oldUsage, freshUsage);
        } else {
            add(differences, "usage", old.usage, fresh.usage);
        }
        int oldSteps = before.response().document().path("next").size();
        int freshSteps = now.response().document().path("next").size();
        add(differences, "answers", String.valueOf(oldSteps + 1), String.valueOf(freshSteps + 1));
        return differences;
    }

    private static void addUsage(List<String> differences, JsonNode before, JsonNode now) {
        Set<String> names = new LinkedHashSet<>(before.propertyNames());
        names.addAll(now.propertyNames());
        for (String name : names) {
            JsonNode old = before.path(name);
            JsonNode fresh = now.path(name);
            if (old.isContainer() || fresh.isContainer()) {
                addUsage(differences, old, fresh);
            } else if (!old.equals(fresh)) {
                differences.add(name + " was " + old.asString("none") + ", is " + fresh.asString("none"));
            }
        }
    }

    private static void add(List<String> differences, String what, String before, String now) {
        if (!before.equals(now)) {
            int same = 0;
            while (same < Math.min(before.length(), now.length()) && before.charAt(same) == now.charAt(same)) {
                same++;
            }
            int from = Math.max(0, same - LONGEST_SHOWN / 3);
            differences.add(what + " was " + shown(before, from) + ", is " + shown(now, from));
        }
    }

    private static String shown(String text, int from) {
        if (text.isEmpty()) {
            return "none";
        }
        String start = from == 0 ? "" : "…";
        String rest = text.substring(Math.min(from, text.length())).replace("\n", "\\n");
        return "\"" + start + (rest.length() > LONGEST_SHOWN ? rest.substring(0, LONGEST_SHOWN) + "…" : rest) + "\"";
    }

    private static JsonNode missing() {
        return Json.mapper().missingNode();
    }

    /** Returns the JSON values of an answer: the one body, or one a chunk. */
    private static List<JsonNode> chunks(RecordedResponse response) {
        if (!response.body().isArray()) {
            return List.of(RecordedResponse.unwrapped(response.body()));
        }
        List<JsonNode> chunks = new ArrayList<>();
        for (JsonNode chunk : response.body()) {
            JsonNode value = RecordedResponse.unwrapped(chunk);
            if (value.isString()) {
                String line = value.stringValue();
                value = line.startsWith("data:") || line.startsWith("{") ? parsed(line) : missing();
            }
            if (!value.isMissingNode()) {
                chunks.add(value);
            }
        }
        return chunks;
    }

    private static JsonNode parsed(String line) {
        try {
            return Json.mapper().readTree(line.startsWith("data:") ? line.substring("data:".length()) : line);
        } catch (JacksonException notJson) {
            return missing();
        }
    }

    /** Returns every value of the answer by its place, the chunks of a stream laid over one another. */
    private static Map<String, List<String>> folded(RecordedResponse response) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (JsonNode chunk : chunks(response)) {
            fold(chunk, "", values);
        }
        values.replaceAll((place, all) ->
                all.stream().distinct().count() == 1 ? List.of(all.get(0)) : List.of(String.join("", all)));
        return values;
    }

    private static void fold(JsonNode value, String place, Map<String, List<String>> values) {
        if (value.isObject()) {
            value.properties().forEach(field -> {
                boolean messageId = field.getKey().equals("id")
                        && field.getValue().asString("").startsWith("msg_");
                if (!OF_THE_MOMENT.contains(field.getKey()) && !messageId) {
                    fold(field.getValue(), place + "/" + field.getKey(), values);
                }
            });
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                fold(value.path(i), place + "/" + i, values);
            }
        } else if (!value.isNull()) {
            values.computeIfAbsent(place, first -> new ArrayList<>())
                    .add(value.isString() ? value.stringValue() : value.toString());
        }
    }

    /** Puts a summary together from the chunks of an answer. */
    private static final class Collector {

        private final StringBuilder text = new StringBuilder();
        private final Map<String, StringBuilder> calls = new LinkedHashMap<>();
        private String finish = "";
        private String usage = "";

        List<String> toolCalls() {
            return calls.values().stream().map(StringBuilder::toString).toList();
        }

        void chunk(JsonNode chunk) {
            openAi(chunk);
            responses(chunk);
            anthropic(chunk);
            gemini(chunk);
            ollama(chunk);
        }

        private void openAi(JsonNode chunk) {
            for (JsonNode choice : chunk.path("choices")) {
                JsonNode message = choice.path(choice.has("delta") ? "delta" : "message");
                text.append(message.path("content").asString(""))
                        .append(choice.path("text").asString(""));
                for (JsonNode call : message.path("tool_calls")) {
                    String key = choice.path("index") + "." + call.path("index").asInt(calls.size());
                    call(
                            key,
                            call.path("function").path("name").asString(""),
                            call.path("function").path("arguments").asString(""));
                }
                finish(choice.path("finish_reason"));
            }
            usage(chunk.path("usage"));
        }

        private void responses(JsonNode chunk) {
            if (chunk.path("type").asString("").equals("response.output_text.delta")) {
                text.append(chunk.path("delta").asString(""));
            }
            boolean completed = chunk.path("type").asString("").equals("response.completed");
            JsonNode response = completed ? chunk.path("response") : chunk;
            for (JsonNode item : response.path("output")) {
                if (!completed) {
                    item.path("content")
                            .forEach(part -> text.append(part.path("text").asString("")));
                }
                if (item.path("type").asString("").equals("function_call")) {
                    call(
                            item.path("call_id").asString(""),
                            item.path("name").asString(""),
                            item.path("arguments").asString(""));
                }
            }
            if (completed) {
                usage(response.path("usage"));
            }
        }

        private void anthropic(JsonNode chunk) {
            JsonNode message = chunk.has("message") ? chunk.path("message") : chunk;
            if (message.path("content").isArray()) {
                for (JsonNode block : message.path("content")) {
                    block(block, block.path("id").asString(""));
                }
            }
            if (chunk.has("content_block")) {
                block(chunk.path("content_block"), "block" + chunk.path("index"));
            }
            JsonNode delta = chunk.path("delta");
            text.append(delta.path("text").asString(""));
            if (delta.has("partial_json")) {
                call(
                        "block" + chunk.path("index"),
                        "",
                        delta.path("partial_json").asString(""));
            }
            finish(message.path("stop_reason"));
            finish(delta.path("stop_reason"));
            usage(message.path("usage"));
        }

        private void block(JsonNode block, String key) {
            text.append(block.path("text").asString(""));
            if (block.path("type").asString("").equals("tool_use")) {
                String arguments =
                        block.path("input").isEmpty() ? "" : block.path("input").toString();
                call(key, block.path("name").asString(""), arguments);
            }
        }

        private void gemini(JsonNode chunk) {
            for (JsonNode candidate : chunk.path("candidates")) {
                for (JsonNode part : candidate.path("content").path("parts")) {
                    text.append(part.path("text").asString(""));
                    if (part.has("functionCall")) {
                        JsonNode call = part.path("functionCall");
                        call(
                                "call" + calls.size(),
                                call.path("name").asString(""),
                                call.path("args").toString());
                    }
                }
                finish(candidate.path("finishReason"));
            }
            usage(chunk.path("usageMetadata"));
        }

        private void ollama(JsonNode chunk) {
            JsonNode message = chunk.path("message");
            if (chunk.has("done")) {
                text.append(message.path("content").asString(""))
                        .append(chunk.path("response").asString(""));
                for (JsonNode call : message.path("tool_calls")) {
                    JsonNode function = call.path("function");
                    call(
                            "call" + calls.size(),
                            function.path("name").asString(""),
                            function.path("arguments").toString());
                }
                finish(chunk.path("done_reason"));
                if (chunk.has("eval_count")) {
                    usage = chunk.path("prompt_eval_count") + "+" + chunk.path("eval_count");
                }
            }
        }

        private void call(String key, String name, String arguments) {
            calls.computeIfAbsent(key, first -> new StringBuilder())
                    .append(name)
                    .append(name.isEmpty() ? "" : " ")
                    .append(arguments);
        }

        private void finish(JsonNode reason) {
            if (reason.isString()) {
                finish = reason.stringValue();
            }
        }

        private void usage(JsonNode used) {
            if (used.isObject()) {
                usage = used.toString();
            }
        }
    }
}

package io.github.recorder.diagnosis;

import io.github.recorder.matching.RequestHash;
import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.LiveResponse;
import io.github.recorder.provider.ResponseContent;
import io.github.recorder.provider.ResponseReader;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A recording in readable form: the test, the request, and the response with its chunks joined. Pure. */
public final class RecordingView {

    /** The maximum length of a request member's line beside the conversation. */
    private static final int MOST_LINE_CHARACTERS = 200;

    /** The maximum length of an unknown response, which is shown as JSON. */
    private static final int MOST_JSON_CHARACTERS = 20_000;

    private static final String CUT = "\u2026";

    private final String path;
    private final Recording recording;
    private final ResponseContent content;

    /**
     * Creates the view of a recording.
     *
     * @param path the file as messages name it
     * @param dialect the dialect of the recorded request
     */
    public RecordingView(String path, Recording recording, Dialect dialect) {
        this.path = path;
        this.recording = recording;
        this.content = ResponseReader.read(dialect, recording.response());
    }

    /** Returns plain text, which ends with a newline. */
    public String text() {
        StringBuilder text = new StringBuilder();
        RecordedResponse response = recording.response();
        row(text, "file", path);
        row(text, "test", recording.testId() == null ? "every test" : recording.testId());
        row(text, "request", call());
        Optional<String> hash = hash();
        hash.ifPresent(value -> row(text, "hash", value + (named(value) ? "" : " (the file is named otherwise)")));
        row(text, "response", outcome(response));
        text.append("\nAsked\n\n");
        asked(text, body());
        text.append("\nAnswered\n\n");
        answered(text, response);
        return text.toString();
    }

    /** Returns the same as JSON. */
    public ObjectNode json() {
        ObjectNode json = Json.nodes().objectNode();
        json.put("file", path);
        json.put("test_id", recording.testId());
        json.put("call", call());
        json.put("hash", hash().orElse(null));
        json.put("bears_hash", hash().map(this::named).orElse(false));
        json.put("status", status(recording.response()));
        json.put("streaming", recording.response().streaming());
        json.put(
                "chunks",
                recording.response().streaming() ? recording.response().body().size() : 0);
        json.put("exception", recording.response().exception());
        json.set("request", body());
        ObjectNode told = json.putObject("response");
        told.put("text", content.text());
        told.put("thinking", content.reasoning());
        ArrayNode calls = told.putArray("tool_calls");
        for (ResponseContent.ToolCall call : content.toolCalls()) {
            calls.addObject().put("id", call.id()).put("name", call.name()).put("arguments", call.arguments());
        }
        told.put("refusal", content.refusal());
        told.put("finish_reason", content.finish());
        told.set("usage", content.usage() == null ? Json.nodes().nullNode() : content.usage());
        told.put("embeddings", content.vectors().size());
        told.put("dimensions", content.dimensions());
        ArrayNode citations = told.putArray("citations");
        content.citations().forEach(citations::add);
        ArrayNode items = told.putArray("items");
        content.items().forEach(items::add);
        if (recording.response().exceptionData() != null) {
            json.set("exception_data", recording.response().exceptionData());
        }
        return json;
    }

    private String call() {
        RecordedRequest request = recording.request();
        if (request instanceof RecordedRequest.Inference inference) {
            return inference.method() + " " + inference.calledUrl();
        }
        if (request instanceof RecordedRequest.Http http) {
            return http.method() + " " + http.url();
        }
        if (request instanceof RecordedRequest.Tool tool) {
            return "tool " + tool.toolName().asString("") + " of "
                    + tool.provider().asString("");
        }
        return "of a kind that nothing can ask for over HTTP";
    }

    private JsonNode body() {
        RecordedRequest request = recording.request();
        if (request instanceof RecordedRequest.Inference inference) {
            return inference.body();
        }
        if (request instanceof RecordedRequest.Http http) {
            return http.payload();
        }
        if (request instanceof RecordedRequest.Tool tool) {
            return tool.kwargs();
        }
        return request instanceof RecordedRequest.Unservable unservable
                ? unservable.document()
                : Json.nodes().nullNode();
    }

    private Optional<String> hash() {
        return RequestHash.hash(recording.testId(), recording.request());
    }

    private boolean named(String hash) {
        return RequestHash.bears(path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1), hash);
    }

    private static int status(RecordedResponse response) {
        ObjectNode data = response.exceptionData();
        return data == null ? response.status() : data.path("status_code").asInt(response.status());
    }

    private static String outcome(RecordedResponse response) {
        return plainOutcome(response)
                + (LiveResponse.isFailure(response) ? " (a failure of the service, which replays as it is)" : "");
    }

    private static String plainOutcome(RecordedResponse response) {
        String streamed =
                response.streaming() ? ", streamed in " + response.body().size() + " chunks" : "";
        if (response.exception()) {
            return "an exception of the provider, status " + status(response) + streamed
                    + (response.streaming() ? ", then cut" : "");
        }
        return "status " + status(response) + streamed;
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append("%-10s ".formatted(name)).append(value).append('\n');
    }

    /** Writes the messages of a conversation by role, and all other members as members. */
    private static void asked(StringBuilder text, JsonNode body) {
        if (!body.isObject() || body.isEmpty()) {
            text.append("  ")
                    .append(body.isContainer() || body.isNull() ? "nothing" : line(body))
                    .append('\n');
            return;
        }
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            if (!isConversation(member.getKey(), member.getValue())) {
                text.append("  ")
                        .append(member.getKey())
                        .append(": ")
                        .append(line(member.getValue()))
                        .append('\n');
            }
        }
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            if (isConversation(member.getKey(), member.getValue())) {
                said(text, member.getKey(), member.getValue());
            }
        }
    }

    private static boolean isConversation(String key, JsonNode value) {
        boolean turns = value.isArray()
                && value.path(0).isObject()
                && (value.path(0).has("role") || value.path(0).has("parts"));
        boolean longText = value.isString() && value.stringValue().indexOf('\n') >= 0;
        return turns
                || longText
                || (value.isString() && (key.equals("prompt") || key.equals("input") || key.equals("system")));
    }

    private static void said(StringBuilder text, String key, JsonNode value) {
        if (value.isString()) {
            turn(text, key, value.stringValue());
            return;
        }
        for (JsonNode item : value) {
            StringBuilder words = new StringBuilder();
            item.properties().forEach(member -> {
                if (!member.getKey().equals("role")) {
                    words(words, member.getKey(), member.getValue());
                }
            });
            turn(text, item.path("role").asString(key), words.toString().strip());
        }
    }

    /** Writes texts unquoted, wherever they are in a message, and other values as JSON. */
    private static void words(StringBuilder words, String key, JsonNode value) {
        if (value.isString() && (key.equals("content") || key.equals("text"))) {
            words.append(value.stringValue()).append('\n');
        } else if (value.isArray() && (key.equals("content") || key.equals("parts"))) {
            for (JsonNode part : value) {
                if (part.isString()) {
                    words.append(part.stringValue()).append('\n');
                } else if (part.path("text").isString()) {
                    words.append(part.path("text").stringValue()).append('\n');
                } else {
                    words.append(line(part)).append('\n');
                }
            }
        } else if (!value.isNull()) {
            words.append(key).append(": ").append(line(value)).append('\n');
        }
    }

    private static void turn(StringBuilder text, String who, String words) {
        text.append("  [").append(who).append("]\n").append(indented(words)).append('\n');
    }

    private void answered(StringBuilder text, RecordedResponse response) {
        if (response.exceptionData() != null) {
            text.append(indented(pretty(response.exceptionData()))).append('\n');
        }
        if (!content.reasoning().isEmpty()) {
            turn(text, "thinking", content.reasoning());
        }
        if (!content.text().isEmpty()) {
            text.append(indented(content.text())).append('\n');
        }
        if (!content.refusal().isEmpty()) {
            turn(text, "refusal", content.refusal());
        }
        for (ResponseContent.ToolCall call : content.toolCalls()) {
            text.append("  calls ").append(call.name()).append(' ').append(call.arguments());
            text.append(call.id() == null ? "" : " (" + call.id() + ")").append('\n');
        }
        int vectors = content.vectors().size();
        if (vectors > 0) {
            text.append("  ").append(vectors).append(vectors == 1 ? " embedding" : " embeddings");
            text.append(content.dimensions() == 0 ? "" : " of " + content.dimensions() + " numbers")
                    .append('\n');
        }
        content.citations()
                .forEach(citation ->
                        text.append("  cites ").append(cut(citation)).append('\n'));
        content.items().forEach(item -> text.append("  ").append(item).append('\n'));
        if (content.finish() != null) {
            text.append("  finish: ").append(content.finish()).append('\n');
        }
        if (content.usage() != null) {
            text.append("  usage: ").append(line(content.usage())).append('\n');
        }
        JsonNode body = ResponseReader.body(response);
        if (content.isEmpty() && !body.isNull() && !body.isMissingNode()) {
            text.append(indented(pretty(body))).append('\n');
        }
    }

    private static String pretty(JsonNode value) {
        String json = value.toPrettyString().replace(System.lineSeparator(), "\n");
        return json.length() <= MOST_JSON_CHARACTERS
                ? json
                : json.substring(0, MOST_JSON_CHARACTERS) + CUT + " (" + json.length() + " characters)";
    }

    private static String line(@Nullable JsonNode value) {
        return value == null ? "" : cut(new String(Json.compact(value), StandardCharsets.UTF_8));
    }

    private static String cut(String json) {
        return json.length() <= MOST_LINE_CHARACTERS
                ? json
                : json.substring(0, MOST_LINE_CHARACTERS) + CUT + " (" + json.length() + " characters)";
    }

    private static String indented(String words) {
        return "    " + words.strip().replace("\n", "\n    ");
    }
}

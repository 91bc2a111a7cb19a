package io.github.recorder.report;

import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.ResponseContent;
import io.github.recorder.provider.ResponseReader;
import io.github.recorder.provider.ResponseTiming;
import io.github.recorder.provider.TokenUsage;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.replay.ResponseSequence;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recording as the page shows it, without its secrets.
 *
 * @param row the data for the list of recordings and for sums over it
 * @param body everything else, which the page loads when a user opens the recording
 */
record RecordingDetail(ObjectNode row, ObjectNode body) {

    static final int TITLE_CHARACTERS = 120;
    private static final int MOST_JSON_CHARACTERS = 200_000;
    private static final int SPARK_POINTS = 96;
    private static final int MOST_SPARKS = 8;

    /** Returns what the page shows of a recording. */
    static RecordingDetail of(Recording recording, Dialects dialects, SecretScan secrets) {
        Dialect dialect = dialects.dialectOf(recording.request());
        ObjectNode row = Json.nodes().objectNode();
        ObjectNode body = Json.nodes().objectNode();
        EmbeddedMedia media = new EmbeddedMedia();
        request(recording.request(), media, secrets, row, body);
        ArrayNode responses = body.putArray("responses");
        for (RecordedResponse response : ResponseSequence.of(recording.response())) {
            responses.add(response(dialect, response, media, secrets));
        }
        body.set("media", media.media());
        JsonNode first = responses.path(0);
        JsonNode last = responses.path(responses.size() - 1);
        row.put("test", recording.testId() == null ? "" : secrets.maskedTest(recording.testId()));
        row.put("dialect", dialect.name());
        row.put("status", first.path("status").asInt(0));
        row.put("kind", kind(first));
        row.put("responses", responses.size());
        row.set("chunks", first.path("chunks"));
        row.put("finish", last.path("finish").asString(""));
        row.put("said", said(last));
        row.put(
                "input",
                responses
                        .valueStream()
                        .mapToLong(each -> each.path("input").asLong(0))
                        .sum());
        row.put(
                "output",
                responses
                        .valueStream()
                        .mapToLong(each -> each.path("output").asLong(0))
                        .sum());
        long millis = responses
                .valueStream()
                .mapToLong(each -> each.path("millis").asLong(0))
                .sum();
        if (millis > 0) {
            row.put("millis", millis);
        }
        return new RecordingDetail(row, body);
    }

    private static void request(
            RecordedRequest request, EmbeddedMedia media, SecretScan secrets, ObjectNode row, ObjectNode body) {
        String method = "";
        String url = "";
        String model = "";
        JsonNode sent = Json.nodes().nullNode();
        if (request instanceof RecordedRequest.Inference inference) {
            method = inference.method();
            url = inference.calledUrl();
            model = inference.model();
            sent = inference.body();
        } else if (request instanceof RecordedRequest.Http http) {
            method = http.method();
            url = http.url();
            sent = http.payload();
            model = sent.path("model").asString("");
        } else if (request instanceof RecordedRequest.Tool tool) {
            method = "TOOL";
            url = tool.toolName().asString("");
            sent = tool.kwargs();
        } else if (request instanceof RecordedRequest.Unservable unservable) {
            method = "NONE";
            sent = unservable.document();
        }
        JsonNode shown = secrets.masked(media.taken(sent));
        ObjectNode conversation = ConversationReader.read(shown);
        String safeUrl = secrets.maskedValue(url);
        row.put("method", secrets.maskedValue(method)).put("url", safeUrl).put("model", secrets.masked(model));
        row.put("title", ConversationReader.title(conversation, TITLE_CHARACTERS));
        body.set("messages", conversation.path("messages"));
        body.set("parameters", conversation.path("parameters"));
        body.put("method", secrets.maskedValue(method)).put("url", safeUrl);
        body.set("sent", bounded(shown));
    }

    private static ObjectNode response(
            Dialect dialect, RecordedResponse response, EmbeddedMedia media, SecretScan secrets) {
        ResponseContent content = ResponseReader.read(dialect, response);
        ObjectNode shown = Json.nodes().objectNode();
        ObjectNode data = response.exceptionData();
        shown.put(
                "status",
                data == null ? response.status() : data.path("status_code").asInt(response.status()));
        shown.put("exception", response.exception());
        shown.put("chunks", response.streaming() ? response.body().size() : 0);
        if (data != null) {
            shown.set("error", secrets.masked(data));
        }
        ObjectNode texts = Json.nodes().objectNode();
        texts.put("text", content.text()).put("reasoning", content.reasoning()).put("refusal", content.refusal());
        ArrayNode calls = texts.putArray("calls");
        for (ResponseContent.ToolCall call : content.toolCalls()) {
            calls.addObject()
                    .put("id", call.id() == null ? "" : call.id())
                    .put("name", call.name())
                    .put("arguments", call.arguments());
        }
        content.citations().forEach(texts.putArray("citations")::add);
        content.items().forEach(texts.putArray("items")::add);
        shown.setAll((ObjectNode) secrets.masked((JsonNode) texts));
        shown.put("finish", content.finish() == null ? "" : secrets.masked(content.finish()));
        if (content.usage() != null) {
            shown.set("usage", secrets.masked(content.usage()));
            TokenUsage tokens = TokenUsage.of(content.usage());
            shown.put("input", tokens.input()).put("output", tokens.output());
        }
        vectors(content, shown);
        JsonNode headers = response.document().path("headers");
        if (headers.isObject()) {
            shown.set("headers", secrets.masked(headers));
        }
        timing(ResponseTiming.millis(response), shown);
        json(content, response, media, secrets, shown);
        return shown;
    }

    /** Adds the JSON itself if it has no vectors and was not streamed, or if nothing was understood. */
    private static void json(
            ResponseContent content,
            RecordedResponse response,
            EmbeddedMedia media,
            SecretScan secrets,
            ObjectNode shown) {
        JsonNode body = ResponseReader.body(response);
        boolean understood = !content.isEmpty();
        if (body.isMissingNode()
                || body.isNull()
                || (understood && (body.isArray() || !content.vectors().isEmpty()))) {
            return;
        }
        JsonNode safe = secrets.masked(media.taken(body));
        shown.set("json", bounded(safe));
        shown.put("understood", understood);
    }

    private static JsonNode bounded(JsonNode value) {
        String text = Json.strict(value);
        return text.length() <= MOST_JSON_CHARACTERS
                ? value
                : Json.nodes()
                        .stringNode(text.substring(0, MOST_JSON_CHARACTERS) + "\u2026 (" + text.length()
                                + " characters; the file has all of them)");
    }

    private static void timing(ArrayNode timing, ObjectNode shown) {
        if (!timing.isEmpty()) {
            shown.put("millis", timing.path(timing.size() - 1).asLong(0));
            shown.set("times", sampled(timing));
        }
    }

    private static void vectors(ResponseContent content, ObjectNode shown) {
        if (content.vectors().isEmpty()) {
            return;
        }
        shown.put("vectors", content.vectors().size()).put("dimensions", content.dimensions());
        ArrayNode sparks = shown.putArray("sparks");
        content.vectors().stream()
                .filter(JsonNode::isArray)
                .limit(MOST_SPARKS)
                .forEach(vector -> sparks.add(sampled(vector)));
    }

    private static ArrayNode sampled(JsonNode numbers) {
        ArrayNode points = Json.nodes().arrayNode();
        int size = numbers.size();
        int count = Math.min(SPARK_POINTS, size);
        for (int i = 0; i < count; i++) {
            double value = numbers.path((int) ((long) i * size / count)).asDouble(0);
            points.add(Math.round(value * 10_000) / 10_000.0);
        }
        return points;
    }

    private static String kind(JsonNode response) {
        if (response.has("vectors")) {
            return "embeddings";
        }
        if (response.path("exception").asBoolean(false)) {
            return "error";
        }
        if (!response.path("items").isEmpty()) {
            return "list";
        }
        boolean words = response.has("usage")
                || !response.path("text").asString("").isEmpty()
                || !response.path("calls").isEmpty()
                || !response.path("finish").asString("").isEmpty();
        return words ? "chat" : "json";
    }

    /** Returns the content of the response as one short line for the list. */
    private static String said(JsonNode response) {
        if (response.has("vectors")) {
            return response.path("vectors").asInt(0) + " \u00d7 "
                    + response.path("dimensions").asInt(0);
        }
        JsonNode calls = response.path("calls");
        if (!calls.isEmpty()) {
            return calls.path(0).path("name").asString("") + "(\u2026)"
                    + (calls.size() > 1 ? " +" + (calls.size() - 1) : "");
        }
        return "";
    }

    /** Returns the page's data for an unreadable recording. */
    static RecordingDetail unreadable(@Nullable String problem) {
        ObjectNode row = Json.nodes().objectNode().put("kind", "broken");
        return new RecordingDetail(row, Json.nodes().objectNode().put("problem", problem));
    }
}

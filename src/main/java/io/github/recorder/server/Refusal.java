package io.github.recorder.server;

import io.github.recorder.provider.WireAnswer;
import io.github.recorder.recording.Json;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * The transport's own answer to a request that never reaches the responder, or that the responder failed at.
 *
 * @param status the HTTP status code
 * @param code a word for a program
 * @param message what happened and what to do, for a person
 * @param headers headers that belong to the status, such as {@code Allow}
 */
record Refusal(int status, String code, String message, Map<String, String> headers) {

    Refusal(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    /**
     * Returns the answer: JSON of a shape in which the SDKs of OpenAI, Anthropic and Google all find the message, and
     * the header by which they know that trying again is of no use.
     */
    WireAnswer answer() {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("type", "error");
        json.putObject("error")
                .put("message", message)
                .put("type", "recorder_error")
                .put("code", code);
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/json");
        all.put("x-should-retry", "false");
        return new WireAnswer(status, all, ByteBuffer.wrap(Json.compact(json)), WireAnswer.Ending.COMPLETE);
    }
}

package io.github.recorder.provider;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes recordings and JSON from text in which {@code '} stands for {@code "}. */
final class Samples {

    private Samples() {}

    static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    static Recording inference(String url, String endpoint, String body, String response) {
        return recording(new RecordedRequest.Inference("POST", url, json(body), endpoint, "", null), json(response));
    }

    static Recording openAi(String endpoint, String body, String response) {
        return inference("https://api.example.com/v1" + endpoint, endpoint, body, response);
    }

    static Recording http(String method, String url, String payload, String response) {
        return recording(new RecordedRequest.Http(null, url, method, json(payload)), json(response));
    }

    static Recording recording(RecordedRequest request, JsonNode response) {
        return new Recording(
                null,
                request,
                new RecordedResponse((ObjectNode) response),
                Json.mapper().createObjectNode());
    }

    static String text(WireResponse response) {
        return StandardCharsets.UTF_8.decode(response.body().duplicate()).toString();
    }
}

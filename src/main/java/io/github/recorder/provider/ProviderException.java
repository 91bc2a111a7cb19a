package io.github.recorder.provider;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The wire format of a call that ended in an exception of the provider's SDK before any response. */
final class ProviderException {

    private ProviderException() {}

    /** Returns {@code exception_data.status_code}; 500 if it is missing or not a valid HTTP status. */
    static int status(RecordedResponse response) {
        ObjectNode data = response.exceptionData();
        JsonNode status = data == null ? null : data.get("status_code");
        int code = status == null || !status.isIntegralNumber() ? 500 : status.asInt(500);
        return code < 200 || code > 999 ? 500 : code;
    }

    /** Returns the response {@code {"error": <exception_data.body>}}; a missing body is null. */
    static WireResponse respond(RecordedResponse response) {
        ObjectNode data = response.exceptionData();
        JsonNode body = data == null ? null : data.get("body");
        ObjectNode error = Json.nodes().objectNode();
        error.set("error", body == null ? Json.nodes().nullNode() : body);
        return WireFormat.json(status(response), error);
    }
}

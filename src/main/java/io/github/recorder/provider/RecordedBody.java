package io.github.recorder.provider;

import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedResponse;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The body of a recorded response in the format of its shape, and the media type that this implies. */
final class RecordedBody {

    private RecordedBody() {}

    /** Returns the body for the wire: compact JSON, the fields of a wrapped SDK object; no bytes if there is none. */
    static WireResponse respond(int status, RecordedResponse response) {
        JsonNode value = RecordedResponse.unwrapped(response.body());
        byte[] bytes = value.isMissingNode() ? new byte[0] : Json.compact(value);
        return WireFormat.respond(status, MediaType.JSON, bytes, Ending.COMPLETE);
    }

    /** Returns whether chunks were streamed; false if the call ended in an exception before the first one arrived. */
    static boolean isStream(RecordedResponse response) {
        return response.streaming() && response.body().isArray();
    }

    /** Returns the chunks of a streamed response, without SDK wrappers. */
    static List<JsonNode> chunks(RecordedResponse response) {
        return response.body().valueStream().map(RecordedResponse::unwrapped).toList();
    }
}

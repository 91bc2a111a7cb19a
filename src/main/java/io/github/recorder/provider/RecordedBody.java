package io.github.recorder.provider;

import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedResponse;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The body of a recorded response as its shape has it, and the media type that this suggests. */
final class RecordedBody {

    private RecordedBody() {}

    /** Returns the body as it is sent: JSON compact, a wrapped SDK object as its fields; no bytes if there is none. */
    static WireResponse respond(int status, RecordedResponse response) {
        JsonNode value = RecordedResponse.unwrapped(response.body());
        byte[] bytes = value.isMissingNode() ? new byte[0] : Json.compact(value);
        return WireFormat.respond(status, MediaType.JSON, bytes, Ending.COMPLETE);
    }

    /** Returns whether chunks were streamed: not where the call ended in an exception before the first could come. */
    static boolean isStream(RecordedResponse response) {
        return response.streaming() && response.body().isArray();
    }

    /** Returns the chunks of a streamed response, SDK wrappers taken off. */
    static List<JsonNode> chunks(RecordedResponse response) {
        return response.body().valueStream().map(RecordedResponse::unwrapped).toList();
    }
}

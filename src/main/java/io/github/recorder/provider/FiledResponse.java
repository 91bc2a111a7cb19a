package io.github.recorder.provider;

import io.github.recorder.recording.JsonValueStream;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.RecordingOutline;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * A response whose body stays in the recording's file.
 *
 * @param head the response without its body
 * @param position the position in the file of the value from which the body is made, in bytes
 * @param body returns the body, given the content of the file from that position; closing the one closes the other
 */
public record FiledResponse(WireResponse head, long position, UnaryOperator<InputStream> body) {

    /** Returns a response in a form; empty if it is made from the whole recording. */
    static Optional<FiledResponse> of(ResponseForm form, RecordingOutline outline, RecordedResponse response) {
        WireResponse head;
        UnaryOperator<InputStream> usual;
        if (form instanceof ResponseForm.Value value) {
            head = value.head();
            usual = JsonValueStream::compact;
        } else if (form instanceof ResponseForm.Chunks chunks) {
            head = chunks.head();
            usual = source -> new ChunkStream(source, chunks.writer());
        } else {
            return Optional.empty();
        }
        JsonNode raw = response.document().path(RawBody.KEY);
        if (raw.isMissingNode()) {
            return of(head, outline.position(response.document(), RecordedResponse.BODY), usual);
        }
        if (raw.path(RawBody.TEXT).isString()) {
            return raw.path(RecordedResponse.RAW_CHARSET).asString("UTF-8").equals("UTF-8")
                    ? of(head, outline.position(raw, RawBody.TEXT), JsonValueStream::text)
                    : Optional.empty();
        }
        return raw.path(RawBody.BASE64).isString()
                ? of(head, outline.position(raw, RawBody.BASE64), text -> new Base64Stream(JsonValueStream.text(text)))
                : Optional.empty();
    }

    private static Optional<FiledResponse> of(
            WireResponse head, OptionalLong position, UnaryOperator<InputStream> body) {
        return position.isPresent()
                ? Optional.of(new FiledResponse(head, position.getAsLong(), body))
                : Optional.empty();
    }

    /** Returns the same with another head. */
    FiledResponse with(WireResponse other) {
        return new FiledResponse(other, position, body);
    }
}

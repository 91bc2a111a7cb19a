package io.github.recorder.provider;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedResponse;
import java.io.ByteArrayOutputStream;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** How a recorded response is written on the wire. Unless it is {@link Whole}, that is known without its body. */
public sealed interface ResponseForm {

    /** Returns the response in its wire format. */
    WireResponse wire(RecordedResponse response);

    /**
     * A JSON value: compact, the fields of a wrapped SDK object; no bytes if there is none.
     *
     * @param status the HTTP status code
     */
    record Value(int status) implements ResponseForm {

        /** Returns the response without its body. */
        WireResponse head() {
            return WireFormat.respond(status, MediaType.JSON, new byte[0], WireResponse.Ending.COMPLETE);
        }

        @Override
        public WireResponse wire(RecordedResponse response) {
            JsonNode value = RecordedResponse.unwrapped(response.body());
            byte[] bytes = value.isMissingNode() ? new byte[0] : Json.compact(value);
            return head().with(bytes);
        }
    }

    /** A stream of chunks. */
    final class Chunks implements ResponseForm {

        private final WireResponse head;
        private final Supplier<ChunkWriter> writer;

        Chunks(int status, String contentType, WireResponse.Ending ending, Supplier<ChunkWriter> writer) {
            this.head = WireFormat.respond(status, contentType, new byte[0], ending);
            this.writer = writer;
        }

        /** Returns the response without its body. */
        WireResponse head() {
            return head;
        }

        /** Returns the writer of one body. */
        ChunkWriter writer() {
            return writer.get();
        }

        @Override
        public WireResponse wire(RecordedResponse response) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ChunkWriter chunks = writer();
            response.body().forEach(chunk -> chunks.write(chunk, out));
            chunks.end(out);
            return head.with(out.toByteArray());
        }
    }

    /**
     * A response that is made from all of the recorded one.
     *
     * @param wire the response
     */
    record Whole(Supplier<WireResponse> wire) implements ResponseForm {

        @Override
        public WireResponse wire(RecordedResponse response) {
            return wire.get();
        }
    }
}

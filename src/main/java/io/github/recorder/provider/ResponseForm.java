package io.github.recorder.provider;

import io.github.recorder.recording.CompactValue;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedResponse;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How a recorded response is written on the wire. Unless it is {@link Whole}, that is known without its body. */
public sealed interface ResponseForm {

    /** Returns the response in its wire format. */
    WireResponse wire(RecordedResponse response);

    /** Returns the headers of the response in its wire format. */
    List<HttpHeader> headers(RecordedResponse response);

    /** Returns whether a client reads the same from a body as from the response in its wire format. */
    default boolean isReadFrom(byte[] body, RecordedResponse response) {
        return RawBody.isSame(body, wire(response).bytes());
    }

    /**
     * Returns the response in its wire format; empty if it is made from the whole recording.
     *
     * @param outline the response without its body
     * @param parts the elements of a body that is a list, and any other body as the only part; none if there is no body
     */
    Optional<WireResponse> wire(RecordedResponse outline, List<CompactValue> parts);

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
        public List<HttpHeader> headers(RecordedResponse response) {
            return head().headers();
        }

        @Override
        public boolean isReadFrom(byte[] body, RecordedResponse response) {
            // Most bodies are compact, and then a long one needs no copy.
            JsonNode value = RecordedResponse.unwrapped(response.body());
            return (!value.isMissingNode() && Json.isCompact(body, value))
                    || ResponseForm.super.isReadFrom(body, response);
        }

        @Override
        public WireResponse wire(RecordedResponse response) {
            JsonNode value = RecordedResponse.unwrapped(response.body());
            byte[] bytes = value.isMissingNode() ? new byte[0] : Json.compact(value);
            return head().with(bytes);
        }

        @Override
        public Optional<WireResponse> wire(RecordedResponse outline, List<CompactValue> parts) {
            if (outline.body().isArray()) {
                return Optional.of(head().with(list(parts)));
            }
            return Optional.of(
                    parts.isEmpty() ? head() : head().with(parts.get(0).fields()));
        }

        private static byte[] list(List<CompactValue> elements) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            char before = '[';
            for (CompactValue element : elements) {
                out.write(before);
                out.writeBytes(element.json());
                before = ',';
            }
            if (elements.isEmpty()) {
                out.write('[');
            }
            out.write(']');
            return out.toByteArray();
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
        public List<HttpHeader> headers(RecordedResponse response) {
            return head.headers();
        }

        @Override
        public WireResponse wire(RecordedResponse response) {
            List<CompactValue> parts = new ArrayList<>();
            response.body().forEach(chunk -> parts.add(CompactValue.of(chunk)));
            return wire(parts);
        }

        @Override
        public Optional<WireResponse> wire(RecordedResponse outline, List<CompactValue> parts) {
            return Optional.of(wire(parts));
        }

        private WireResponse wire(List<CompactValue> parts) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ChunkWriter chunks = writer();
            for (CompactValue part : parts) {
                chunks.write(part, out);
            }
            chunks.end(out);
            return head.with(out.toByteArray());
        }
    }

    /** A response that is made from all of the recorded one, once. Not thread-safe. */
    final class Whole implements ResponseForm {

        private final Supplier<WireResponse> maker;
        private @Nullable WireResponse made;

        Whole(Supplier<WireResponse> maker) {
            this.maker = maker;
        }

        @Override
        public List<HttpHeader> headers(RecordedResponse response) {
            return wire(response).headers();
        }

        @Override
        public WireResponse wire(RecordedResponse response) {
            WireResponse wire = made == null ? maker.get() : made;
            made = wire;
            return wire;
        }

        @Override
        public Optional<WireResponse> wire(RecordedResponse outline, List<CompactValue> parts) {
            return Optional.empty();
        }
    }
}

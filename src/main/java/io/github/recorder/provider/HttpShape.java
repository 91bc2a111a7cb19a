package io.github.recorder.provider;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.CompactValue;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The http shape of a recording, which may hold requests of every dialect: request and response in their wire format.
 */
abstract class HttpShape implements Dialect {

    /**
     * Returns the recorded request in the form in which the dialect reads a live one; empty if the request is not of
     * the dialect.
     */
    @Override
    public Optional<WireRequest> wire(RecordedRequest recorded) {
        return recorded instanceof RecordedRequest.Http http
                ? read(
                        http.method().toUpperCase(Locale.ROOT),
                        Endpoint.ofUrl(http.url()).pathAndQuery(payload(http.payload())),
                        payload(http.payload()))
                : Optional.empty();
    }

    /**
     * {@inheritDoc}
     *
     * <p>A stream is its recorded lines and a blank line, without which SDKs drop the last event. A stream that ended
     * in an exception is cut after the last line instead.
     */
    @Override
    public ResponseForm form(Recording recording) {
        RecordedResponse response = recording.response();
        if (!response.hasChunks()) {
            return response.exception()
                            && !response.cut()
                            && (response.body().isNull() || response.body().isMissingNode())
                    ? new ResponseForm.Whole(() -> ProviderException.respond(response))
                    : new ResponseForm.Value(response.status());
        }
        boolean cut = response.exception();
        String contentType = RecordedHeaders.contentType(response).orElse(MediaType.EVENT_STREAM);
        boolean oneEnd = cut || MediaType.of(contentType).isJsonLines();
        return new ResponseForm.Chunks(
                response.status(),
                contentType,
                cut ? Ending.CUT : Ending.COMPLETE,
                () -> new LineWriter(oneEnd ? "\n" : "\n\n"));
    }

    /** Writes lines. Empty ones at the end are replaced by a fixed end. */
    private static final class LineWriter implements ChunkWriter {

        private final String end;
        private int lineEnds;
        private boolean empty = true;

        LineWriter(String end) {
            this.end = end;
        }

        @Override
        public void write(CompactValue chunk, ByteArrayOutputStream out) {
            String line = text(chunk);
            if (!line.isEmpty()) {
                WireFormat.text(out, "\n".repeat(lineEnds));
                WireFormat.text(out, line);
                lineEnds = 0;
                empty = false;
            }
            lineEnds++;
        }

        @Override
        public void end(ByteArrayOutputStream out) {
            if (!empty) {
                WireFormat.text(out, end);
            }
        }
    }

    private static String text(CompactValue line) {
        String text = line.text();
        return text == null ? new String(line.json(), StandardCharsets.UTF_8) : text;
    }

    private static @Nullable JsonNode payload(JsonNode payload) {
        return payload.isNull() || payload.isMissingNode() ? null : payload;
    }
}

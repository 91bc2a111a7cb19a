package io.github.recorder.provider;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
     * Returns the recorded response. A stream is its recorded lines and a blank line, without which SDKs drop the last
     * event. A stream that ended in an exception is cut after the last line instead.
     */
    @Override
    public WireResponse respond(Recording recording) {
        RecordedResponse response = recording.response();
        if (!RecordedBody.isStream(response)) {
            return response.exception()
                            && !response.cut()
                            && (response.body().isNull() || response.body().isMissingNode())
                    ? ProviderException.respond(response)
                    : RecordedBody.respond(response.status(), response);
        }
        List<String> lines = new ArrayList<>();
        response.body().forEach(line -> lines.add(text(line)));
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        boolean cut = response.exception();
        String contentType = RecordedHeaders.contentType(response).orElse(MediaType.EVENT_STREAM);
        boolean oneEnd = cut || MediaType.of(contentType).isJsonLines();
        String text = lines.isEmpty() ? "" : String.join("\n", lines) + (oneEnd ? "\n" : "\n\n");
        return WireFormat.respond(
                response.status(),
                contentType,
                text.getBytes(StandardCharsets.UTF_8),
                cut ? Ending.CUT : Ending.COMPLETE);
    }

    private static String text(JsonNode line) {
        return line.isString() ? line.stringValue() : new String(Json.compact(line), StandardCharsets.UTF_8);
    }

    private static @Nullable JsonNode payload(JsonNode payload) {
        return payload.isNull() || payload.isMissingNode() ? null : payload;
    }
}

package io.github.recorder.interchange;

import io.github.recorder.recording.HttpHeader;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Reads <a href="http://www.softwareishard.com/blog/har-12-spec/">HAR 1.2</a>, as browsers, mitmproxy and Charles write
 * it. The responses to one request in a file are a sequence.
 */
final class HarReader implements SourceReader {

    private final List<SourceEntry> entries = new ArrayList<>();

    @Override
    public boolean reads(JsonNode document) {
        return document.path("log").path("entries").isArray();
    }

    @Override
    public void add(JsonNode document, String name, Path file) {
        int number = 0;
        for (JsonNode entry : document.path("log").path("entries")) {
            number++;
            String own = name + "#" + number;
            try {
                entries.add(new SourceEntry(own, name, exchange(entry), List.of()));
            } catch (UnimportableEntryException problem) {
                entries.add(SourceEntry.refused(own, problem.reason()));
            }
        }
    }

    @Override
    public List<SourceEntry> entries() {
        return List.copyOf(entries);
    }

    private static ForeignExchange exchange(JsonNode entry) throws UnimportableEntryException {
        JsonNode request = entry.path("request");
        JsonNode response = entry.path("response");
        String method = request.path("method").asString("").toUpperCase(Locale.ROOT);
        if (method.isEmpty() || method.equals("CONNECT")) {
            throw new UnimportableEntryException(method.isEmpty() ? "it has no method" : "it is a tunnel");
        }
        if (!entry.path("_webSocketMessages").isMissingNode()) {
            throw new UnimportableEntryException("it is a WebSocket");
        }
        int status = ForeignFields.status(response.path("status"));
        List<HttpHeader> responseHeaders = headers(response);
        return new ForeignExchange(
                method,
                request.path("url").asString(""),
                headers(request),
                requestBody(request),
                status,
                responseHeaders,
                ContentDecoding.decoded(responseHeaders, content(response, method, status)));
    }

    private static List<HttpHeader> headers(JsonNode message) {
        return message.path("headers")
                .valueStream()
                .map(header -> ForeignFields.header(header.path("name").asString(""), header.path("value")))
                .toList();
    }

    private static ByteBuffer requestBody(JsonNode request) throws UnimportableEntryException {
        JsonNode data = request.path("postData");
        String text = data.path("text").asString("");
        if (!text.isEmpty()) {
            // Some tools encode binary bodies, as HAR does for responses.
            return data.path("encoding").asString("").equals("base64")
                    ? ForeignFields.base64(text, "its request body")
                    : ForeignFields.utf8(text);
        }
        JsonNode parameters = data.path("params");
        if (!parameters.isEmpty()) {
            if (!data.path("mimeType").asString("").startsWith("application/x-www-form-urlencoded")) {
                throw new UnimportableEntryException("its request body is missing, there are only its parts");
            }
            List<String> form = new ArrayList<>();
            for (JsonNode parameter : parameters) {
                form.add(formEncoded(parameter.path("name")) + "=" + formEncoded(parameter.path("value")));
            }
            return ForeignFields.utf8(String.join("&", form));
        }
        if (request.path("bodySize").asLong(0) > 0) {
            throw new UnimportableEntryException("its request body is missing");
        }
        return ByteBuffer.allocate(0);
    }

    private static String formEncoded(JsonNode text) {
        return URLEncoder.encode(text.asString(""), StandardCharsets.UTF_8);
    }

    private static ByteBuffer content(JsonNode response, String method, int status) throws UnimportableEntryException {
        JsonNode content = response.path("content");
        JsonNode text = content.path("text");
        boolean bodiless = method.equals("HEAD") || status == 204 || status == 304;
        if (text.isMissingNode() && !bodiless && content.path("size").asLong(0) > 0) {
            throw new UnimportableEntryException("its response body is missing; save the HAR with content");
        }
        return content.path("encoding").asString("").equalsIgnoreCase("base64")
                ? ForeignFields.base64(text.asString(""), "its response body")
                : ForeignFields.utf8(text.asString(""));
    }
}

package io.github.recorder.interchange;

import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes one file in HAR 1.2, entry by entry. */
final class HarWriter implements ExportFormat, Closeable {

    /** Recordings do not know when they were made. */
    private static final String TIME = "1970-01-01T00:00:00.000Z";

    private static final String HTTP_VERSION = "HTTP/1.1";

    private final Path file;
    private final Path unfinished;
    private final OutputStream out;
    private final JsonGenerator json;

    /** Begins the file, which appears when it is complete. */
    HarWriter(Path file) throws IOException {
        this.file = file;
        Path folder = file.toAbsolutePath().resolveSibling(".").normalize();
        Files.createDirectories(folder);
        this.unfinished = Files.createTempFile(folder, ".recorder-", ".tmp");
        this.out = Files.newOutputStream(unfinished);
        this.json = Json.mapper().writerWithDefaultPrettyPrinter().createGenerator(out);
        json.writeStartObject();
        json.writeObjectPropertyStart("log");
        json.writeStringProperty("version", "1.2");
        json.writeObjectPropertyStart("creator");
        json.writeStringProperty("name", "recorder-maven-plugin");
        json.writeStringProperty("version", "1");
        json.writeEndObject();
        json.writeArrayPropertyStart("entries");
    }

    @Override
    public String write(ExportedResponse response) {
        ForeignExchange exchange = response.exchange();
        ObjectNode entry = Json.mapper().createObjectNode();
        entry.put("startedDateTime", TIME).put("time", 0);
        entry.set("request", request(exchange));
        entry.set("response", response(exchange));
        entry.putObject("cache");
        entry.putObject("timings").put("send", 0).put("wait", 0).put("receive", 0);
        entry.put("comment", response.path());
        Json.mapper().writeTree(json, entry);
        return "";
    }

    private static ObjectNode request(ForeignExchange exchange) {
        ObjectNode request = message(exchange.requestHeaders());
        request.put("method", exchange.method()).put("url", exchange.url());
        ArrayNode parameters = request.putArray("queryString");
        int query = exchange.url().indexOf('?');
        if (query >= 0) {
            for (String parameter : exchange.url().substring(query + 1).split("&", -1)) {
                int equals = parameter.indexOf('=');
                parameters
                        .addObject()
                        .put("name", decoded(equals < 0 ? parameter : parameter.substring(0, equals)))
                        .put("value", equals < 0 ? "" : decoded(parameter.substring(equals + 1)));
            }
        }
        request.put("bodySize", exchange.requestBody().remaining());
        if (exchange.requestBody().hasRemaining()) {
            String type =
                    HttpHeader.first(exchange.requestHeaders(), "Content-Type").orElse("");
            text(request.putObject("postData").put("mimeType", type), exchange.requestBody());
        }
        return request;
    }

    private static ObjectNode response(ForeignExchange exchange) {
        ObjectNode response = message(exchange.responseHeaders());
        response.put("status", exchange.status()).put("statusText", "").put("redirectURL", "");
        HttpHeader.first(exchange.responseHeaders(), "Location")
                .ifPresent(location -> response.put("redirectURL", location));
        response.put("bodySize", exchange.responseBody().remaining());
        String type =
                HttpHeader.first(exchange.responseHeaders(), "Content-Type").orElse("");
        ObjectNode content = response.putObject("content")
                .put("size", exchange.responseBody().remaining())
                .put("mimeType", MediaType.of(type).isAbsent() ? "x-unknown" : type);
        text(content, exchange.responseBody());
        return response;
    }

    private static ObjectNode message(List<HttpHeader> headers) {
        ObjectNode message = Json.mapper().createObjectNode();
        message.put("httpVersion", HTTP_VERSION).putArray("cookies");
        ArrayNode all = message.putArray("headers");
        headers.forEach(header -> all.addObject().put("name", header.name()).put("value", header.value()));
        return message.put("headersSize", -1);
    }

    private static void text(ObjectNode holder, ByteBuffer bytes) {
        try {
            holder.put(
                    "text",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(bytes.duplicate())
                            .toString());
        } catch (CharacterCodingException noText) {
            holder.put("text", Base64.getEncoder().encodeToString(ForeignFields.bytes(bytes)))
                    .put("encoding", "base64");
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noEscape) {
            return text;
        }
    }

    /** Puts the complete file into its place. */
    void finish() throws IOException {
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
        json.close();
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(unfinished);
    }
}

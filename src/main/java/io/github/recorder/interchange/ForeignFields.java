package io.github.recorder.interchange;

import io.github.recorder.recording.HttpHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads the fields that the formats of other tools share. */
final class ForeignFields {

    private ForeignFields() {}

    /** Returns a header, in one line. */
    static HttpHeader header(String name, JsonNode value) {
        // A line break would begin another header.
        return new HttpHeader(name, value.asString("").replaceAll("[\\r\\n\\u0000]+", " "));
    }

    /** Returns an object of headers, whose values are texts or lists of texts, as headers. */
    static List<HttpHeader> headers(JsonNode object) {
        List<HttpHeader> headers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> header : object.properties()) {
            if (header.getValue().isArray()) {
                header.getValue().forEach(value -> headers.add(header(header.getKey(), value)));
            } else if (!header.getValue().isNull()) {
                headers.add(header(header.getKey(), header.getValue()));
            }
        }
        return headers;
    }

    /** Returns a text as bytes. */
    static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a copy of the bytes of a body. */
    static byte[] bytes(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return bytes;
    }

    /**
     * Returns the bytes of a base64 text, which may contain line breaks.
     *
     * @param what the field for the message
     */
    static ByteBuffer base64(String text, String what) throws UnimportableEntryException {
        try {
            return ByteBuffer.wrap(Base64.getDecoder().decode(text.replaceAll("\\s", "")));
        } catch (IllegalArgumentException invalid) {
            throw new UnimportableEntryException(what + " is not valid base64");
        }
    }

    /** Returns a number, which may be written as a text. */
    static int status(JsonNode value) throws UnimportableEntryException {
        int status = value.isInt() ? value.intValue() : 0;
        if (value.isString() && value.stringValue().matches("[1-5][0-9]{2}")) {
            status = Integer.parseInt(value.stringValue());
        }
        if (!ForeignExchange.isFinal(status)) {
            throw new UnimportableEntryException(
                    value.isMissingNode() || value.isNull() || status == 0
                            ? "it has no response"
                            : "its status " + status + " is not that of a whole response");
        }
        return status;
    }
}

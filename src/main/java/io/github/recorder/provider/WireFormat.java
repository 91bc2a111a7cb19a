package io.github.recorder.provider;

import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Builds responses in the line formats that the dialects share. */
final class WireFormat {

    static final String CONTENT_TYPE = "Content-Type";

    private WireFormat() {}

    static WireResponse json(int status, JsonNode body) {
        return respond(status, MediaType.JSON, Json.compact(body), Ending.COMPLETE);
    }

    static WireResponse respond(int status, String contentType, byte[] body, Ending ending) {
        List<HttpHeader> headers = List.of(new HttpHeader(CONTENT_TYPE, contentType));
        return new WireResponse(status, headers, ByteBuffer.wrap(body).asReadOnlyBuffer(), ending);
    }

    static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Appends compact JSON in one line. U+0085, U+2028 and U+2029 are escaped, because some clients treat them as
     * line ends, as Python's {@code str.splitlines} does.
     */
    static void jsonLine(ByteArrayOutputStream out, byte[] bytes) {
        int written = 0;
        for (int i = 0; i + 1 < bytes.length; i++) {
            String escape = null;
            int length = 0;
            if (bytes[i] == (byte) 0xC2 && bytes[i + 1] == (byte) 0x85) {
                escape = "\\u0085";
                length = 2;
            } else if (bytes[i] == (byte) 0xE2 && bytes[i + 1] == (byte) 0x80 && i + 2 < bytes.length) {
                if (bytes[i + 2] == (byte) 0xA8) {
                    escape = "\\u2028";
                    length = 3;
                } else if (bytes[i + 2] == (byte) 0xA9) {
                    escape = "\\u2029";
                    length = 3;
                }
            }
            if (escape != null) {
                out.write(bytes, written, i - written);
                text(out, escape);
                written = i + length;
                i = written - 1;
            }
        }
        out.write(bytes, written, bytes.length - written);
    }
}

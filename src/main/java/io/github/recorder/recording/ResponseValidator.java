package io.github.recorder.recording;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The types of those values in a {@code response} that decide whether it can be replayed. They are known without
 * keeping the response in memory. Null represents a missing key.
 */
final class ResponseValidator {

    private static final Pattern HTTP_STATUS = Pattern.compile("[2-9][0-9][0-9]");

    private static final String HEADER_SEPARATORS = ": \r\n";

    private @Nullable JsonToken body;
    private @Nullable JsonToken streaming;
    private @Nullable JsonToken exception;
    private @Nullable JsonToken exceptionData;
    private @Nullable JsonToken status;
    private boolean statusInRange = true;
    private boolean mayFail;
    private long headerBytes;

    private ResponseValidator() {}

    static ResponseValidator of(ObjectNode response) {
        ResponseValidator shape = new ResponseValidator();
        response.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            shape.note(entry.getKey(), value.asToken(), value.isIntegralNumber() ? value.asString() : "");
            if (entry.getKey().equals(RecordedResponse.HEADERS)) {
                shape.addHeaders(value);
            }
        });
        return shape;
    }

    /** Reads to the end of the object whose start is the parser's current token. */
    static ResponseValidator skip(JsonParser parser) {
        ResponseValidator shape = new ResponseValidator();
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            JsonToken token = parser.nextToken();
            shape.note(key, token, token == JsonToken.VALUE_NUMBER_INT ? parser.getString() : "");
            if (key.equals(RecordedResponse.HEADERS)) {
                shape.addHeaders(JsonTree.of(parser));
            } else {
                parser.skipChildren();
            }
        }
        return shape;
    }

    private void note(String key, JsonToken token, String integer) {
        switch (key) {
            case "body" -> body = token;
            case "is_streaming" -> streaming = token;
            case "is_exception" -> {
                exception = token;
                mayFail |= token == JsonToken.VALUE_TRUE;
            }
            case "exception_data" -> exceptionData = token;
            case "status" -> {
                status = token;
                statusInRange = HTTP_STATUS.matcher(integer).matches();
                mayFail |= !integer.startsWith("2");
            }
            case RecordedResponse.CUT, RecordedResponse.VARIANTS -> mayFail = true;
            default -> {
                // Unknown keys are kept unchanged.
            }
        }
    }

    private void addHeaders(JsonNode headers) {
        headers.properties().forEach(header -> {
            JsonNode values = header.getValue();
            Iterable<JsonNode> lines = values.isArray() ? values : List.of(values);
            lines.forEach(line ->
                    headerBytes += header.getKey().length() + line.asString("").length() + HEADER_SEPARATORS.length());
        });
    }

    /** Returns whether the whole response must be examined to know whether it is a failure of the service. */
    boolean mayFail() {
        return mayFail;
    }

    /**
     * Checks that the response can be replayed.
     *
     * @param line the line on which the response begins
     */
    void check(int line) throws CorruptRecordingException {
        flag("is_streaming", streaming, line);
        flag("is_exception", exception, line);
        boolean failed = exception == JsonToken.VALUE_TRUE;
        if (body == null && !failed) {
            throw new CorruptRecordingException(
                    line, "`response` has no `body`, which only one whose `is_exception` is true may lack");
        }
        if (streaming == JsonToken.VALUE_TRUE
                && body != JsonToken.START_ARRAY
                && !(failed && (body == null || body == JsonToken.VALUE_NULL))) {
            throw new CorruptRecordingException(
                    line,
                    "`body` of `response` is " + JsonTypeNames.of(body)
                            + ", where `is_streaming` is true and asks for a list");
        }
        if (status != null
                && status != JsonToken.VALUE_NULL
                && !(status == JsonToken.VALUE_NUMBER_INT && statusInRange)) {
            throw new CorruptRecordingException(
                    line, "`status` of `response` is no HTTP status, which is a whole number from 200 to 999");
        }
        if (headerBytes > RecordedResponse.MAX_HEADER_BYTES) {
            throw new CorruptRecordingException(
                    line,
                    "`headers` of `response` have " + (headerBytes >> 10) + " KiB, and at most "
                            + (RecordedResponse.MAX_HEADER_BYTES >> 10) + " KiB can be sent");
        }
        if (exceptionData != null && exceptionData != JsonToken.VALUE_NULL && exceptionData != JsonToken.START_OBJECT) {
            throw new CorruptRecordingException(
                    line,
                    "`exception_data` of `response` is " + JsonTypeNames.of(exceptionData) + ", not an object or null");
        }
    }

    private static void flag(String key, @Nullable JsonToken token, int line) throws CorruptRecordingException {
        if (token != null
                && token != JsonToken.VALUE_TRUE
                && token != JsonToken.VALUE_FALSE
                && token != JsonToken.VALUE_NULL) {
            throw new CorruptRecordingException(
                    line, "`" + key + "` of `response` is " + JsonTypeNames.of(token) + ", not true or false");
        }
    }
}

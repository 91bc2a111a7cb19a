package io.github.recorder.recording;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes the content of a recording's file. It works on bytes and streams only; the caller opens them.
 * Stateless and thread-safe.
 */
public final class RecordingCodec {

    /** A part of the parser's messages for programmers: the position of an open bracket. */
    private static final Pattern SOURCE =
            Pattern.compile("\\s*\\((?:start marker at .*]|for [^)]*)\\)|\\[Source:[^\\]]*]");

    /** The end of the parser's messages, which lists all JSON tokens. */
    private static final Pattern ALL_OF_JSON =
            Pattern.compile("(?:was expecting|expected a valid value) \\(JSON String.*");

    private RecordingCodec() {}

    /** Reads a complete file. */
    public static Recording read(byte[] bytes) throws CorruptRecordingException {
        Walk walk = walk(bytes, Depth.WHOLE);
        return new Recording(walk.testId, walk.request(), new RecordedResponse(walk.response()), walk.document);
    }

    /**
     * Checks that a document is a recording that can be read again when {@link #write} has written it, without reading
     * it again.
     */
    public static void check(ObjectNode document) throws CorruptRecordingException {
        if (!JsonTree.isReadable(document)) {
            throw new CorruptRecordingException(
                    0, "arrays and objects are nested more than " + Json.DEEPEST_NESTING + " levels deep");
        }
        checkShape(document);
    }

    /** Checks that a document that was read is a recording. */
    static void checkShape(ObjectNode document) throws CorruptRecordingException {
        JsonNode testId = document.path("test_id");
        if (!testId.isString() && !testId.isNull() && !testId.isMissingNode()) {
            throw new CorruptRecordingException(
                    0, "`test_id` is " + JsonTypeNames.of(testId.asToken()) + ", not a string or null");
        }
        RecordedRequestParser.of(object(document, "request"), 0);
        ResponseValidator.of(object(document, "response")).check(0);
    }

    private static ObjectNode object(ObjectNode document, String key) throws CorruptRecordingException {
        JsonNode value = document.get(key);
        if (value == null) {
            throw new CorruptRecordingException(0, "no `" + key + "`");
        }
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new CorruptRecordingException(
                0, "`" + key + "` is " + JsonTypeNames.of(value.asToken()) + ", not an object");
    }

    private static Walk walk(byte[] bytes, Depth depth) throws CorruptRecordingException {
        if (JsonText.isAscii(bytes)) {
            try {
                return walk(Json.parser(bytes), bytes, depth);
            } catch (JacksonException unusual) {
                // It is no JSON, or has a key that only the other parser reads.
            }
        }
        try {
            return walk(Json.parser(JsonText.of(bytes)), new byte[0], depth);
        } catch (JacksonException failure) {
            try {
                throw corrupt(failure);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }

    /**
     * Reads a file.
     *
     * @param text closed at the end
     * @param ascii the bytes that the parser reads; none if it reads characters
     */
    private static Walk walk(JsonParser text, byte[] ascii, Depth depth) throws CorruptRecordingException {
        try (JsonParser parser = text) {
            Walk walk = new Walk(parser, ascii, depth);
            walk.run();
            return walk;
        }
    }

    /** Returns the text of a file with the recording's whole document. */
    public static byte[] write(Recording recording) {
        return write(recording.document());
    }

    /** Returns the text of a file with this document. */
    public static byte[] write(ObjectNode document) {
        return PythonJson.indented(document);
    }

    /** Writes the text of {@link #write(Recording)} with little memory. */
    public static void write(Recording recording, OutputStream out) throws IOException {
        PythonJson.indented(recording.document(), out);
    }

    /**
     * Reads the test id and the request. In a file with the usual order of keys it reads nothing of the response, so it
     * finds no fault in it; {@link #check} does.
     *
     * @param in closed at the end
     * @throws IOException if the stream cannot be read
     */
    public static RecordingHead readHead(InputStream in) throws IOException, CorruptRecordingException {
        return walk(in, Depth.HEAD).head();
    }

    /** The same as {@link #readHead(InputStream)}, for a file in memory. */
    public static RecordingHead readHead(byte[] bytes) throws CorruptRecordingException {
        return walk(bytes, Depth.HEAD).head();
    }

    /**
     * Checks that a file is a recording, with memory that does not grow with the response.
     *
     * @param in closed at the end
     * @return whether its response may be a failure of the service; false if it is certainly not
     * @throws IOException if the stream cannot be read
     */
    public static boolean check(InputStream in) throws IOException, CorruptRecordingException {
        return walk(in, Depth.SYNTAX).mayFail;
    }

    /** The same as {@link #check(InputStream)}, for a file in memory. */
    public static boolean check(byte[] bytes) throws CorruptRecordingException {
        return walk(bytes, Depth.SYNTAX).mayFail;
    }

    private static Walk walk(InputStream in, Depth depth) throws IOException, CorruptRecordingException {
        try {
            return walk(Json.parser(JsonText.of(in)), new byte[0], depth);
        } catch (JacksonException failure) {
            throw corrupt(failure);
        }
    }

    /** Returns the failure as a message, or throws the stream's own exception. */
    private static CorruptRecordingException corrupt(JacksonException failure) throws IOException {
        if (failure.getCause() instanceof JsonText.Malformed malformed) {
            return new CorruptRecordingException(malformed.line(), String.valueOf(malformed.getMessage()));
        }
        if (failure instanceof JacksonIOException && failure.getCause() instanceof IOException cause) {
            throw cause;
        }
        int line = failure.getLocation() == null
                ? 0
                : Math.max(0, failure.getLocation().getLineNr());
        String message =
                SOURCE.matcher(String.valueOf(failure.getOriginalMessage())).replaceAll("");
        message = ALL_OF_JSON.matcher(message).replaceFirst("expected a value").strip();
        CorruptRecordingException corrupt = new CorruptRecordingException(line, "not JSON: " + message);
        corrupt.initCause(failure);
        return corrupt;
    }

    private enum Depth {
        /** Reads up to the response. */
        HEAD,
        /** Reads to the end without keeping anything. */
        SYNTAX,
        /** Reads to the end and keeps everything. */
        WHOLE
    }

    /** One pass over the root object of a file. */
    private static final class Walk {

        private final JsonParser parser;
        private final byte[] ascii;
        private final Depth depth;
        private final ObjectNode document = Json.nodes().objectNode();
        private @Nullable String testId;
        private @Nullable RecordedRequest request;
        private @Nullable ObjectNode response;
        private boolean testIdSeen;
        private boolean responseSeen;
        private boolean mayFail;

        Walk(JsonParser parser, byte[] ascii, Depth depth) {
            this.parser = parser;
            this.ascii = ascii;
            this.depth = depth;
        }

        void run() throws CorruptRecordingException {
            JsonToken start = parser.nextToken();
            if (start == null) {
                throw new CorruptRecordingException(0, "the file is empty");
            }
            if (start != JsonToken.START_OBJECT) {
                throw new CorruptRecordingException(
                        line(),
                        "the JSON is " + JsonTypeNames.of(start) + ", not an object with `request` and `response`");
            }
            for (String key = parser.nextName(); key != null; key = parser.nextName()) {
                parser.nextToken();
                switch (key) {
                    case "test_id" -> readTestId();
                    case "request" -> readRequest();
                    case "response" -> {
                        readResponse();
                        if (headIsKnown()) {
                            return;
                        }
                    }
                    default -> readOther(key);
                }
            }
            int end = line();
            if (depth != Depth.HEAD && parser.nextToken() != null) {
                throw new CorruptRecordingException(line(), "not JSON: something follows the end of the object");
            }
            if (request == null) {
                throw new CorruptRecordingException(end, "no `request`");
            }
            if (!responseSeen) {
                throw new CorruptRecordingException(end, "no `response`");
            }
        }

        RecordingHead head() {
            return new RecordingHead(testId, request());
        }

        RecordedRequest request() {
            return Objects.requireNonNull(request);
        }

        ObjectNode response() {
            return Objects.requireNonNull(response);
        }

        private boolean headIsKnown() {
            return depth == Depth.HEAD && testIdSeen && request != null;
        }

        private void readTestId() throws CorruptRecordingException {
            JsonToken token = parser.currentToken();
            if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NULL) {
                throw new CorruptRecordingException(
                        line(), "`test_id` is " + JsonTypeNames.of(token) + ", not a string or null");
            }
            testId = token == JsonToken.VALUE_STRING ? parser.getString() : null;
            testIdSeen = true;
            keep("test_id", testId == null ? document.nullNode() : document.stringNode(testId));
        }

        private void readRequest() throws CorruptRecordingException {
            requireObject("request");
            int line = line();
            ObjectNode value = (ObjectNode) JsonTree.of(parser, ascii);
            request = RecordedRequestParser.of(value, line);
            keep("request", value);
        }

        private void readResponse() throws CorruptRecordingException {
            requireObject("response");
            responseSeen = true;
            if (headIsKnown()) {
                return;
            }
            int line = line();
            if (depth == Depth.WHOLE) {
                ObjectNode value = (ObjectNode) JsonTree.of(parser, ascii);
                ResponseValidator.of(value).check(line);
                response = value;
                keep("response", value);
            } else {
                ResponseValidator shape = ResponseValidator.skip(parser);
                shape.check(line);
                mayFail = shape.mayFail();
            }
        }

        private void readOther(String key) {
            if (depth == Depth.WHOLE) {
                keep(key, JsonTree.of(parser, ascii));
            } else {
                parser.skipChildren();
            }
        }

        private void keep(String key, JsonNode value) {
            if (depth == Depth.WHOLE) {
                document.set(key, value);
            }
        }

        private void requireObject(String key) throws CorruptRecordingException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new CorruptRecordingException(
                        line(), "`" + key + "` is " + JsonTypeNames.of(parser.currentToken()) + ", not an object");
            }
        }

        private int line() {
            return Math.max(0, parser.currentTokenLocation().getLineNr());
        }
    }
}

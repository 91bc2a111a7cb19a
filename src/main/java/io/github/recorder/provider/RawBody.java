package io.github.recorder.provider;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.JsonTokens;
import io.github.recorder.recording.RecordedResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The exact bytes of a recorded body. A recording holds them if they cannot be rebuilt from its {@code body}: for a
 * body that is not JSON, for JSON that parsing changes, and for a stream with parts that its shape cannot hold. They
 * are {@code {"text": …}} in UTF-8, or in the {@code charset} beside it, or {@code {"base64": …}}.
 */
final class RawBody {

    /** The key in a recorded response, which the original's reader ignores. */
    static final String KEY = RecordedResponse.RAW;

    static final String TEXT = "text";
    private static final String CHARSET = RecordedResponse.RAW_CHARSET;
    static final String BASE64 = "base64";
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

    private RawBody() {}

    /**
     * Returns bytes in the format of the file.
     *
     * @param contentType the content type of the response, whose charset is tried if they are not UTF-8; empty if there
     *     is none
     */
    static ObjectNode of(byte[] body, String contentType) {
        ObjectNode raw = Json.nodes().objectNode();
        for (Charset charset : List.of(StandardCharsets.UTF_8, RequestBodies.charset(contentType))) {
            Optional<String> text = text(body, charset);
            if (text.isPresent()) {
                raw.put(TEXT, text.get());
                return charset.equals(StandardCharsets.UTF_8) ? raw : raw.put(CHARSET, charset.name());
            }
        }
        return raw.put(BASE64, Base64.getEncoder().encodeToString(body));
    }

    /**
     * Returns the exact bytes of a recorded body; empty if they can be rebuilt from its JSON.
     *
     * @throws IllegalArgumentException if the recorded value is not text, has an unknown charset or is not base64
     */
    static Optional<byte[]> in(RecordedResponse response) {
        JsonNode raw = response.document().get(KEY);
        if (raw == null) {
            return Optional.empty();
        }
        if (raw.path(TEXT).isString()) {
            Charset charset = Charset.forName(raw.path(CHARSET).asString("UTF-8"));
            return Optional.of(raw.path(TEXT).stringValue().getBytes(charset));
        }
        if (raw.path(BASE64).isString()) {
            return Optional.of(Base64.getDecoder().decode(raw.path(BASE64).stringValue()));
        }
        throw new IllegalArgumentException("`" + KEY + "` has neither `" + TEXT + "` nor `" + BASE64 + "`");
    }

    /** Returns the content of a raw body: its text, or its base64 if it is not text; empty if the response has none. */
    static Optional<JsonNode> shown(RecordedResponse response) {
        JsonNode raw = response.document().path(KEY);
        return Optional.of(raw.path(TEXT).isMissingNode() ? raw.path(BASE64) : raw.path(TEXT))
                .filter(JsonNode::isString);
    }

    private static Optional<String> text(byte[] body, Charset charset) {
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            // Decoding UTF-16, for instance, loses its byte order mark.
            return Optional.of(text).filter(read -> Arrays.equals(read.getBytes(charset), body));
        } catch (CharacterCodingException | UnsupportedOperationException noText) {
            return Optional.empty();
        }
    }

    /**
     * Returns whether a client reads the same from both bodies: they are the same JSON, or the same lines, in which the
     * data of an event or a whole line may be the same JSON in another notation.
     */
    static boolean isSame(byte[] one, byte[] other) {
        if (Arrays.equals(one, other) || JsonTokens.same(one, other)) {
            return true;
        }
        int from = 0;
        int fromOther = 0;
        while (from < one.length && fromOther < other.length) {
            int to = lineEnd(one, from);
            int toOther = lineEnd(other, fromOther);
            if (!isSameLine(Arrays.copyOfRange(one, from, to), Arrays.copyOfRange(other, fromOther, toOther))) {
                return false;
            }
            from = to;
            fromOther = toOther;
        }
        return from == one.length && fromOther == other.length;
    }

    /** Returns the index after the line that starts at an index. */
    private static int lineEnd(byte[] text, int from) {
        int end = from;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return Math.min(end + 1, text.length);
    }

    private static boolean isSameLine(byte[] one, byte[] other) {
        if (Arrays.equals(one, other)) {
            return true;
        }
        boolean ended = one[one.length - 1] == '\n';
        boolean carriage = one.length > 1 && one[one.length - 2] == '\r';
        return ended == (other[other.length - 1] == '\n')
                && carriage == (other.length > 1 && other[other.length - 2] == '\r')
                && isData(one) == isData(other)
                && JsonTokens.same(data(one), data(other));
    }

    private static boolean isData(byte[] line) {
        return line.length >= DATA.length && Arrays.equals(line, 0, DATA.length, DATA, 0, DATA.length);
    }

    private static byte[] data(byte[] line) {
        return isData(line) ? Arrays.copyOfRange(line, DATA.length, line.length) : line;
    }
}

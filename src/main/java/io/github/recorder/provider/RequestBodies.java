package io.github.recorder.provider;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import io.github.recorder.recording.RecordedResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts the bodies of requests to JSON values, the form in which they are compared and stored. JSON stays unchanged.
 * A multipart body becomes the list of its parts, because its boundary changes with each request. Other text and bytes
 * are wrapped.
 */
public final class RequestBodies {

    /** The {@code __type__} of a body that is text but not JSON; its {@code __data__} is the text. */
    private static final String TEXT = "recorder.text";

    /** The {@code __type__} of a body that is neither JSON nor text; its {@code __data__} is base64 of the bytes. */
    private static final String BASE64 = "recorder.base64";

    /** The {@code __type__} of a multipart body; its {@code __data__} is a list of parts. */
    static final String MULTIPART = "recorder.multipart";

    private RequestBodies() {}

    /**
     * Returns the value of a body.
     *
     * @param contentType the {@code Content-Type} of the request; null if there is none, which means JSON
     * @param body the bytes
     * @return null if the body is empty
     */
    public static @Nullable JsonNode read(@Nullable String contentType, byte[] body) {
        if (body.length == 0) {
            return null;
        }
        String type = contentType == null ? "" : contentType.strip();
        if (MediaType.of(type).isMultipart()) {
            Optional<ArrayNode> parts = parameter(type, "boundary").flatMap(boundary -> parts(body, boundary));
            if (parts.isPresent()) {
                return wrapped(MULTIPART, parts.get());
            }
        }
        Optional<String> text = text(body, charset(type));
        if (text.isEmpty()) {
            return base64(body);
        }
        try {
            // Clients that send no content type, for instance curl, send JSON.
            return Json.parse(withoutMark(text.get()).getBytes(StandardCharsets.UTF_8));
        } catch (JacksonException notJson) {
            return wrapped(TEXT, Json.nodes().stringNode(text.get()));
        }
    }

    /**
     * Returns the bytes of a body in the form of {@link #read}; empty for a multipart body, which does not keep them.
     * White space between the values of JSON is lost.
     */
    public static Optional<byte[]> bytes(JsonNode body) {
        String data = body.path(RecordedResponse.DATA).asString("");
        return switch (wrapper(body)) {
            case MULTIPART -> Optional.empty();
            case TEXT -> Optional.of(data.getBytes(StandardCharsets.UTF_8));
            case BASE64 -> Optional.of(Base64.getDecoder().decode(data));
            default -> Optional.of(Json.compact(body));
        };
    }

    /** Returns whether text of a content type is in UTF-8, so that {@link #bytes} are those that were sent. */
    public static boolean isUnicode(String contentType) {
        return charset(contentType).equals(StandardCharsets.UTF_8);
    }

    /** Returns whether a body was JSON on the wire. Only then can it be sent again without its content type. */
    public static boolean isJson(JsonNode body) {
        return !Set.of(TEXT, BASE64, MULTIPART).contains(wrapper(body));
    }

    /** Returns the type of a wrapped body; any other text if it is not wrapped. */
    private static String wrapper(JsonNode body) {
        return body.size() == 2 ? body.path(RecordedResponse.TYPE).asString("") : "";
    }

    /** Returns the charset of a content type; UTF-8 if it names none, or an unknown one. */
    static Charset charset(String contentType) {
        try {
            return parameter(contentType, "charset").map(Charset::forName).orElse(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Returns bytes that are not text, wrapped. */
    private static JsonNode base64(byte[] bytes) {
        String text = Base64.getEncoder().encodeToString(bytes);
        return wrapped(BASE64, Json.nodes().stringNode(text));
    }

    /** Returns the bytes decoded as UTF-8; empty if they are not valid. */
    private static Optional<String> text(byte[] bytes) {
        return text(bytes, StandardCharsets.UTF_8);
    }

    private static Optional<String> text(byte[] bytes, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    static JsonNode wrapped(String type, JsonNode data) {
        ObjectNode wrapped = Json.nodes().objectNode().put(RecordedResponse.TYPE, type);
        wrapped.set(RecordedResponse.DATA, data);
        return wrapped;
    }

    private static Optional<String> parameter(String contentType, String name) {
        String start = name + "=";
        for (String parameter : List.of(contentType.split(";", -1))) {
            String stripped = parameter.strip();
            if (stripped.regionMatches(true, 0, start, 0, start.length())) {
                String value = stripped.substring(start.length());
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                return Optional.of(quoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return Optional.empty();
    }

    /**
     * RFC 2046, 5.1.1: parts are between lines that are {@code --boundary}, the last of which ends with two more
     * hyphens.
     */
    private static Optional<ArrayNode> parts(byte[] body, String boundary) {
        // Latin 1 keeps every byte as one character.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String mark = "--" + new String(boundary.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        if (!text.startsWith(mark)) {
            return Optional.empty();
        }
        ArrayNode parts = Json.nodes().arrayNode();
        int start = mark.length();
        while (!text.startsWith("--", start)) {
            int content = text.indexOf("\r\n\r\n", start);
            int end = text.indexOf("\r\n" + mark, start);
            if (content < 0 || end < content) {
                return Optional.empty();
            }
            parts.add(part(text.substring(start, content), text.substring(Math.min(end, content + 4), end)));
            start = end + 2 + mark.length();
        }
        return Optional.of(parts);
    }

    private static ObjectNode part(String head, String content) {
        ObjectNode part = Json.nodes().objectNode();
        for (String line : List.of(head.split("\r\n", -1))) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                String value = line.substring(colon + 1).strip();
                if (name.equals("content-disposition") || name.equals("content-type")) {
                    part.put(name, new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                }
            }
        }
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        Optional<String> text = text(bytes);
        if (text.isPresent()) {
            part.put("text", text.get());
        } else {
            // A file need not be in the recording to distinguish its request from others.
            part.put("bytes", bytes.length).put("sha256", sha256(bytes));
        }
        return part;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}

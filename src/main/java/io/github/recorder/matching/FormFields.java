package io.github.recorder.matching;

import io.github.recorder.recording.RecordedResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The fields of forms, of multipart bodies, and of queries. Forms and multipart bodies are in their JSON
 * representation. Pure.
 */
final class FormFields {

    private static final String MULTIPART = "recorder.multipart";
    private static final String TEXT = "recorder.text";
    private static final Pattern PAIR = Pattern.compile("[^=&\\s]+(?:=[^&\\s]*)?");
    private static final Pattern PART_NAME =
            Pattern.compile(";\\s*name\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);

    private FormFields() {}

    /** Returns a query or a form without the fields of a name. */
    static String without(String pairs, String name) {
        return List.of(pairs.split("&", -1)).stream()
                .filter(pair -> !decoded(pair.split("=", 2)[0]).equals(name))
                .collect(Collectors.joining("&"));
    }

    /** Returns the first value of a name in a query or a form, decoded; empty if it has none. */
    static Optional<String> value(String pairs, String name) {
        return List.of(pairs.split("&", -1)).stream()
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2 && decoded(pair[0]).equals(name))
                .map(pair -> decoded(pair[1]))
                .findFirst();
    }

    /** Returns the first value of a field of a form; empty if the body is not a form, or has no such field. */
    static Optional<String> value(JsonNode body, String name) {
        JsonNode data = body.path(RecordedResponse.DATA);
        boolean form = body.path(RecordedResponse.TYPE).asString("").equals(TEXT) && data.isString();
        return form && isForm(data.stringValue()) ? value(data.stringValue(), name) : Optional.empty();
    }

    /** Returns a body without the fields of a name; the same object if it is not a form, or has no such field. */
    static JsonNode without(JsonNode body, String name) {
        String type = body.path(RecordedResponse.TYPE).asString("");
        JsonNode data = body.path(RecordedResponse.DATA);
        if (type.equals(TEXT) && data.isString() && isForm(data.stringValue())) {
            return with(body, StringNode.valueOf(without(data.stringValue(), name)));
        }
        if (type.equals(MULTIPART) && data.isArray()) {
            ArrayNode left = JsonNodeFactory.instance.arrayNode();
            data.valueStream().filter(part -> !partName(part).equals(name)).forEach(left::add);
            return with(body, left);
        }
        return body;
    }

    private static JsonNode with(JsonNode body, JsonNode data) {
        ObjectNode copy = ((ObjectNode) body).deepCopy();
        copy.set(RecordedResponse.DATA, data);
        return copy;
    }

    private static boolean isForm(String text) {
        return List.of(text.strip().split("&", -1)).stream()
                .allMatch(pair -> PAIR.matcher(pair).matches());
    }

    private static String partName(JsonNode part) {
        Matcher name = PART_NAME.matcher(part.path("content-disposition").asString(""));
        if (!name.find()) {
            return "";
        }
        return name.group(1) == null ? name.group(2) : name.group(1);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}

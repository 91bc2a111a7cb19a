package io.github.recorder.redaction;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replaces credentials, and what the user's own rules name, by {@value #REPLACEMENT}.
 *
 * <p>It is applied to what is written and to every request before it is compared, so that the two agree; applying it twice is applying it
 * once. Values that it does not touch are returned as they are, not copied. Immutable and safe for use by many threads.
 */
@SuppressWarnings("ReferenceEquality") // Whether it is the same object says whether something was replaced.
public final class Redaction {

    /** What stands in the place of what was replaced. */
    public static final String REPLACEMENT = "REDACTED";

    /** Only what starts so can be a line of server-sent events that holds JSON. */
    private static final String DATA_LINE = "data:";

    private final List<RedactionRule.Pointer> pointers = new ArrayList<>();
    private final List<String> headers = new ArrayList<>();
    private final List<Pattern> patterns = new ArrayList<>();

    private Redaction(List<RedactionRule> rules) {
        for (RedactionRule rule : rules) {
            if (rule instanceof RedactionRule.Pointer pointer) {
                pointers.add(pointer);
            } else if (rule instanceof RedactionRule.Header header) {
                headers.add(header.name());
            } else if (rule instanceof RedactionRule.Regex regex) {
                patterns.add(regex.pattern());
            }
        }
    }

    /** Returns the redaction that everybody gets. */
    public static Redaction builtIn() {
        return new Redaction(List.of());
    }

    /** Returns the redaction that everybody gets and these rules besides. */
    public static Redaction with(List<RedactionRule> rules) {
        return new Redaction(rules);
    }

    /** Returns the JSON of a request or an answer with its credentials replaced; the argument is never changed. */
    public JsonNode json(JsonNode value) {
        JsonNode redacted = fields(value);
        for (RedactionRule.Pointer pointer : pointers) {
            redacted = at(redacted, pointer.steps());
        }
        return redacted;
    }

    /**
     * Returns a query with the values of its credentials replaced.
     *
     * @param query as it was sent, without the question mark; null where there was none
     */
    public @Nullable String query(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return query;
        }
        String[] parameters = query.split("&", -1);
        for (int i = 0; i < parameters.length; i++) {
            int equals = parameters[i].indexOf('=');
            if (equals >= 0 && CredentialNames.isParameter(decoded(parameters[i].substring(0, equals)))) {
                parameters[i] = parameters[i].substring(0, equals + 1) + REPLACEMENT;
            }
        }
        return byPatterns(String.join("&", parameters));
    }

    /** Returns a path and query, or a whole URL, with the credentials in its query, and before its host, replaced. */
    public String target(String target) {
        String plain = withoutUserInfo(target);
        int mark = plain.indexOf('?');
        return mark < 0
                ? byPatterns(plain)
                : byPatterns(plain.substring(0, mark)) + "?" + query(plain.substring(mark + 1));
    }

    /** Returns the value of a header that is going to be stored, replaced where it is a credential. */
    public String header(String name, String value) {
        boolean named = headers.stream().anyMatch(name::equalsIgnoreCase);
        return named || CredentialNames.isHeader(name) ? REPLACEMENT : byPatterns(value);
    }

    /** Returns the request of a recording in the form in which a live one is compared: with its credentials replaced. */
    public RecordedRequest request(RecordedRequest request) {
        if (request instanceof RecordedRequest.Inference call) {
            JsonNode body = json(call.body());
            return body == call.body()
                    ? call
                    : new RecordedRequest.Inference(
                            call.method(), call.url(), body, call.endpoint(), call.model(), call.providerMetadata());
        }
        if (request instanceof RecordedRequest.Http call) {
            String url = target(call.url());
            JsonNode payload = json(call.payload());
            return url.equals(call.url()) && payload == call.payload()
                    ? call
                    : new RecordedRequest.Http(call.testId(), url, call.method(), payload);
        }
        return request;
    }

    /**
     * Returns the bytes of an answer with its credentials replaced; the very same where there are none.
     *
     * @param mediaType in lower case, without parameters; what is neither JSON nor text is left alone
     */
    public byte[] body(String mediaType, byte[] body) {
        if (mediaType.equals("text/event-stream") || mediaType.contains("ndjson")) {
            return lines(body);
        }
        if (mediaType.endsWith("json")) {
            try {
                JsonNode value = Json.parse(body);
                JsonNode redacted = json(value);
                return redacted == value ? body : Json.compact(redacted);
            } catch (JacksonException notJson) {
                return plain(body);
            }
        }
        return mediaType.startsWith("text/") ? plain(body) : body;
    }

    private byte[] lines(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            lines[i] = line(lines[i]);
        }
        String redacted = String.join("\n", lines);
        return redacted.equals(text) ? body : redacted.getBytes(StandardCharsets.UTF_8);
    }

    private String line(String line) {
        if (line.startsWith(DATA_LINE)) {
            return byPatterns(dataLine(line));
        }
        if (line.startsWith("{")) {
            return byPatterns(dataLine(DATA_LINE + line).substring(DATA_LINE.length()));
        }
        return byPatterns(line);
    }

    private byte[] plain(byte[] body) {
        if (patterns.isEmpty()) {
            return body;
        }
        String text = new String(body, StandardCharsets.UTF_8);
        String redacted = byPatterns(text);
        return redacted.equals(text) ? body : redacted.getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode fields(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object(object);
        }
        if (value instanceof ArrayNode array) {
            return array(array);
        }
        return value.isString() ? text(value) : value;
    }

    private JsonNode object(ObjectNode object) {
        ObjectNode copy = null;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode before = field.getValue();
            boolean credential =
                    before.isString() && !before.stringValue().isEmpty() && CredentialNames.isField(field.getKey());
            JsonNode after = credential ? replaced(before) : fields(before);
            if (after != before) {
                if (copy == null) {
                    copy = object.objectNode().setAll(object);
                }
                copy.set(field.getKey(), after);
            }
        }
        return copy == null ? object : copy;
    }

    private JsonNode array(ArrayNode array) {
        ArrayNode copy = null;
        for (int i = 0; i < array.size(); i++) {
            JsonNode before = array.path(i);
            JsonNode after = fields(before);
            if (after != before) {
                if (copy == null) {
                    copy = array.arrayNode(array.size()).addAll(array);
                }
                copy.set(i, after);
            }
        }
        return copy == null ? array : copy;
    }

    /** A line of server-sent events is a string in a recording, and its JSON is redacted like any other. */
    private JsonNode text(JsonNode value) {
        String before = value.stringValue();
        String after = before;
        if (before.startsWith(DATA_LINE)) {
            after = dataLine(before);
        }
        after = byPatterns(after);
        return after.equals(before) ? value : Json.mapper().getNodeFactory().stringNode(after);
    }

    private String dataLine(String line) {
        String text = line.substring(DATA_LINE.length());
        if (text.indexOf('{') < 0) {
            return line;
        }
        try {
            JsonNode data = Json.mapper().readTree(text);
            JsonNode redacted = json(data);
            if (redacted == data) {
                return line;
            }
            String blank = text.startsWith(" ") ? " " : "";
            return DATA_LINE + blank + new String(Json.compact(redacted), StandardCharsets.UTF_8);
        } catch (JacksonException notJson) {
            return line; // A line of another kind of event; its text is left to the patterns.
        }
    }

    private JsonNode at(JsonNode value, List<String> steps) {
        if (steps.isEmpty()) {
            return replaced(value);
        }
        String step = steps.get(0);
        List<String> rest = steps.subList(1, steps.size());
        if (value instanceof ObjectNode object) {
            ObjectNode copy = object;
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (step.equals("*") || step.equals(field.getKey())) {
                    JsonNode after = at(field.getValue(), rest);
                    if (after != field.getValue()) {
                        copy = copy == object ? object.objectNode().setAll(object) : copy;
                        copy.set(field.getKey(), after);
                    }
                }
            }
            return copy;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = array;
            for (int i = 0; i < array.size(); i++) {
                if (step.equals("*") || step.equals(Integer.toString(i))) {
                    JsonNode after = at(array.path(i), rest);
                    if (after != array.path(i)) {
                        copy = copy == array ? array.arrayNode(array.size()).addAll(array) : copy;
                        copy.set(i, after);
                    }
                }
            }
            return copy;
        }
        return value;
    }

    private static JsonNode replaced(JsonNode before) {
        boolean already = before.isString() && before.stringValue().equals(REPLACEMENT);
        return already ? before : Json.mapper().getNodeFactory().stringNode(REPLACEMENT);
    }

    private String byPatterns(String text) {
        String left = text;
        for (Pattern pattern : patterns) {
            left = replaced(pattern, left);
        }
        return left;
    }

    private static String replaced(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder left = new StringBuilder();
        int taken = 0;
        while (matcher.find()) {
            if (matcher.groupCount() == 0) {
                taken = replace(text, left, taken, matcher.start(), matcher.end());
            }
            for (int group = 1; group <= matcher.groupCount(); group++) {
                if (matcher.start(group) >= taken) {
                    taken = replace(text, left, taken, matcher.start(group), matcher.end(group));
                }
            }
        }
        return taken == 0 && left.isEmpty()
                ? text
                : left.append(text, taken, text.length()).toString();
    }

    private static int replace(String text, StringBuilder left, int taken, int start, int end) {
        if (start == end) {
            return taken; // An expression that matches nothing replaces nothing.
        }
        left.append(text, taken, start).append(REPLACEMENT);
        return end;
    }

    private static String withoutUserInfo(String target) {
        int authority = target.indexOf("://");
        if (authority < 0 || target.startsWith("/")) {
            return target;
        }
        int start = authority + "://".length();
        int end = start;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        int at = target.lastIndexOf('@', end - 1);
        return at < start ? target : target.substring(0, start) + target.substring(at + 1);
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEscaped) {
            return name;
        }
    }
}

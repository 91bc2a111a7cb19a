package io.github.recorder.redaction;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replaces the credentials that have a name, and the values of the user's own rules, with a {@link RedactionText}.
 *
 * <p>It is applied to everything that is written and to every request before it is compared, so that the two agree.
 * Idempotent. Unchanged values are returned without a copy. Immutable and thread-safe.
 */
@SuppressWarnings("ReferenceEquality") // A different object shows that something was replaced.
public final class Redaction {

    /** The replacement text that is equal for all values. */
    public static final String REPLACEMENT = RedactionText.PLAIN;

    private static final String DATA_LINE = "data:";

    private final NamedCredentials named;
    private final List<RedactionRule.Pointer> pointers = new ArrayList<>();
    private final List<String> headers = new ArrayList<>();
    private final List<Pattern> patterns = new ArrayList<>();

    private final List<RedactionRule> rules;
    private final @Nullable RunAddress address;

    private Redaction(List<RedactionRule> rules, NamedCredentials.Replacer replacer, @Nullable RunAddress address) {
        this.rules = List.copyOf(rules);
        this.address = address;
        this.named = new NamedCredentials(replacer);
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

    /** Returns the default redaction. */
    public static Redaction builtIn() {
        return with(List.of());
    }

    /** Returns the default redaction with further rules. */
    public static Redaction with(List<RedactionRule> rules) {
        return new Redaction(rules, (name, value, parameter) -> REPLACEMENT, null);
    }

    /**
     * Returns a copy that also replaces the address of this run, which differs in each run, and so its token: the host,
     * the port and the token of a URL at this server, and the token alone anywhere else.
     */
    public Redaction hidingAddress(String token) {
        return new Redaction(rules, (name, value, parameter) -> REPLACEMENT, new RunAddress(token));
    }

    /**
     * Returns a copy in which the replacement texts of parameters, in queries and forms, differ if their values do. It
     * is for services to which a parameter of that name may be more than a credential.
     */
    public Redaction distinguishing() {
        return new Redaction(
                rules,
                (name, value, parameter) -> parameter ? RedactionText.distinguishing(value) : REPLACEMENT,
                address);
    }

    /** Returns the JSON of a request or a response with its credentials replaced; the argument is never changed. */
    public JsonNode json(JsonNode value) {
        JsonNode redacted = named.in(address == null ? value : strings(value, this::withoutAddress));
        if (!patterns.isEmpty()) {
            redacted = strings(redacted, text -> text.startsWith(DATA_LINE) ? lines(text) : byPatterns(text));
        }
        for (RedactionRule.Pointer pointer : pointers) {
            redacted = at(redacted, pointer.steps());
        }
        return redacted;
    }

    /**
     * Returns a query with its credentials replaced.
     *
     * @param query as it was sent, without the question mark; null if there was none
     */
    public @Nullable String query(@Nullable String query) {
        return query == null || query.isEmpty() ? query : byPatterns(named.parameters(withoutAddress(query)));
    }

    /** Returns a path and query, or a whole URL, with the credentials in its query and user info replaced. */
    public String target(String target) {
        return byPatterns(named.target(withoutAddress(target)));
    }

    /** Returns the value of a header that will be stored, with its credentials replaced. */
    public String header(String name, String value) {
        boolean own = headers.stream().anyMatch(name::equalsIgnoreCase);
        return own ? REPLACEMENT : byPatterns(named.header(name, withoutAddress(value)));
    }

    /**
     * Returns the request of a recording in the form in which a live one is compared: with its credentials replaced.
     */
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
     * Returns the bytes of a response with its credentials replaced; the same array if there are none.
     *
     * @param body in UTF-8; other bytes are kept, because they are not text
     */
    public byte[] body(byte[] body) {
        Optional<byte[]> json = json(body);
        if (json.isPresent()) {
            return json.get();
        }
        String text = decoded(body);
        String redacted = text == null ? null : text(text);
        return redacted == null || redacted == text ? body : redacted.getBytes(StandardCharsets.UTF_8);
    }

    /** Redacts a body that is a JSON object or array, without a copy of its text; empty if it is none. */
    private Optional<byte[]> json(byte[] body) {
        if (!beginsLikeContainer(body) || (address != null && address.mayBeIn(body))) {
            return Optional.empty();
        }
        try {
            JsonNode value = Json.parse(body);
            JsonNode redacted = pointers.isEmpty() && patterns.isEmpty() ? named.inTextOf(value) : json(value);
            return Optional.of(redacted == value ? body : Json.compact(redacted));
        } catch (JacksonException notOneValue) {
            return Optional.empty();
        }
    }

    private static boolean beginsLikeContainer(byte[] body) {
        int i = 0;
        while (i < body.length && body[i] >= 0 && body[i] <= ' ') {
            i++;
        }
        return i < body.length && (body[i] == '{' || body[i] == '[');
    }

    /** Returns a text in UTF-8; null if the bytes are none. */
    private static @Nullable String decoded(byte[] bytes) {
        // This takes much less memory than the decoder, and replaces bytes that are not valid.
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(StandardCharsets.UTF_8.newDecoder().replacement()) < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException noText) {
            return null;
        }
    }

    private String text(String text) {
        String stable = withoutAddress(text);
        if (pointers.isEmpty() && patterns.isEmpty()) {
            return named.in(stable);
        }
        Optional<String> json = jsonText(stable);
        return json.isPresent() ? json.get() : lines(named.in(stable));
    }

    /** Returns whether only credentials that have a name are replaced in a text. */
    public boolean replacesOnlyNamed(String text) {
        return pointers.isEmpty() && patterns.isEmpty() && withoutAddress(text) == text;
    }

    /**
     * Returns a text with the address of this run replaced. This comes before all else, so that a replacement text that
     * is made from a value is the same in each run.
     */
    public String withoutAddress(String text) {
        return address == null ? text : address.hiddenIn(text);
    }

    private Optional<String> jsonText(String text) {
        try {
            JsonNode value = Json.read(text);
            JsonNode redacted = json(value);
            return Optional.of(redacted == value ? text : new String(Json.compact(redacted), StandardCharsets.UTF_8));
        } catch (JacksonException notOneValue) {
            return Optional.empty();
        }
    }

    /** The user's own rules for a stream. Their pointers refer to the JSON of an event. */
    private String lines(String text) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            int start = NamedCredentials.dataStart(line);
            String data = line.substring(start);
            Optional<String> json = data.startsWith("{") ? jsonText(data) : Optional.empty();
            lines[i] = json.isPresent() ? line.substring(0, start) + json.get() : byPatterns(line);
        }
        String after = String.join("\n", lines);
        return after.equals(text) ? text : after;
    }

    private JsonNode strings(JsonNode value, UnaryOperator<String> replacement) {
        if (value instanceof ObjectNode object) {
            ObjectNode copy = object;
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                JsonNode after = strings(field.getValue(), replacement);
                if (after != field.getValue()) {
                    copy = copy == object ? object.objectNode().setAll(object) : copy;
                    copy.set(field.getKey(), after);
                }
            }
            return address == null ? copy : names(copy);
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = array;
            for (int i = 0; i < array.size(); i++) {
                JsonNode after = strings(array.path(i), replacement);
                if (after != array.path(i)) {
                    copy = copy == array ? array.arrayNode(array.size()).addAll(array) : copy;
                    copy.set(i, after);
                }
            }
            return copy;
        }
        if (!value.isString()) {
            return value;
        }
        String before = value.stringValue();
        String after = replacement.apply(before);
        return after.equals(before) ? value : Json.nodes().stringNode(after);
    }

    /** Returns an object whose names do not contain the address of this run. */
    private ObjectNode names(ObjectNode object) {
        if (object.propertyNames().stream()
                .allMatch(name -> withoutAddress(name).equals(name))) {
            return object;
        }
        ObjectNode renamed = object.objectNode();
        object.properties().forEach(field -> renamed.set(withoutAddress(field.getKey()), field.getValue()));
        return renamed;
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
        return already ? before : Json.nodes().stringNode(REPLACEMENT);
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
}

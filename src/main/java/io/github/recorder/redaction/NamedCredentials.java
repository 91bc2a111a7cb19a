package io.github.recorder.redaction;

import io.github.recorder.recording.Json;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the credentials that have a name, in everything that has names: JSON at any depth and in strings, server-sent
 * events, JSON lines, forms, multipart bodies, XML, and URLs with their user info, query and fragment. A value without
 * such a credential is returned as the same object. Idempotent. Immutable and thread-safe.
 */
@SuppressWarnings("ReferenceEquality") // A different object shows that something was replaced.
final class NamedCredentials {

    /** The maximum nesting of strings in strings that SDKs produce. */
    private static final int DEEPEST_TEXT = 5;

    private static final int LONGEST_NAME = 100;

    /** In a list, the name of a credential may be one of several names, so the item after it must look random. */
    private static final int SHORTEST_IN_LIST = 10;

    private static final String DATA_LINE = "data:";

    /** The character that precedes each JSON text of a sequence (RFC 7464). */
    private static final String RECORD_SEPARATOR = "\u001e";

    /** The members by which an object names its value: {@code {"name": "password", "value": "…"}}. */
    private static final Set<String> NAME_MEMBERS =
            Set.of("name", "key", "k", "id", "field", "header", "parameter", "variable", "path");

    private static final Set<String> VALUE_MEMBERS = Set.of("value", "values", "val", "v");

    /** RFC 7517 and 7518: the private members of a JSON Web Key. */
    private static final Set<String> PRIVATE_KEY_MEMBERS = Set.of("d", "p", "q", "dp", "dq", "qi", "k");

    private static final String DISPOSITION = "content-disposition";
    private static final String PART_TEXT = "text";

    /** In an object with a credential's name, these members are the credential itself. */
    private static final Set<String> PLAIN_MEMBERS = Set.of(
            "value", "val", "data", "plain", "plaintext", "raw", "content", "current", "new", "old", "#text", "_");

    /** The members of a JSON schema, under a credential's name, that hold a value instead of describing one. */
    private static final Set<String> SCHEMA_VALUES = Set.of("default", "const", "example", "examples", "value");

    private static final Set<String> SCHEMA_TYPES = Set.of(
            "string", "number", "integer", "boolean", "object", "array", "null", "str", "int", "float", "bool", "list",
            "dict");

    private static final List<String> SCHEMA_MEMBERS = List.of("$ref", "anyOf", "oneOf", "allOf", "enum");

    private static final Pattern WHOLE_URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\\s\"'<>]+");

    private static final Pattern PART_NAME =
            Pattern.compile("(?i)content-disposition:[^\\r\\n]{0,200}?\\bname=\"?([^\";\\r\\n]{1,100})");

    private static final Pattern DISPOSITION_NAME = Pattern.compile("(?i)(?:^|[;\\s])name=\"?([^\";]{1,100})");

    /** Receives the credentials that are found. */
    interface Replacer {

        /**
         * Returns the text that replaces a credential; null to keep it.
         *
         * @param name the name of the credential
         * @param value the credential, decoded
         * @param parameter whether it is a parameter of a query or a form
         */
        @Nullable
        String replacement(String name, String value, boolean parameter);
    }

    private final Replacer replacer;
    private final Predicate<JsonNode> known;

    NamedCredentials(Replacer replacer) {
        this(replacer, value -> false);
    }

    /**
     * Creates a finder that passes over objects.
     *
     * @param known returns whether an object, at any place, has no credential
     */
    NamedCredentials(Replacer replacer, Predicate<JsonNode> known) {
        this.replacer = replacer;
        this.known = known;
    }

    /** Returns the value with its credentials replaced; the argument is never changed. */
    JsonNode in(JsonNode value) {
        return node(value, DEEPEST_TEXT);
    }

    /** Returns the value with the credentials replaced that are replaced in its text. */
    JsonNode inTextOf(JsonNode value) {
        return node(value, DEEPEST_TEXT - 1);
    }

    /** Returns the text with its credentials replaced. */
    String in(String text) {
        return text(text, DEEPEST_TEXT);
    }

    /**
     * Returns a query, or a form, with its credentials replaced: parameters separated by {@code &}, names and values
     * escaped.
     */
    String parameters(String query) {
        return parameters(query, DEEPEST_TEXT);
    }

    /** Returns a URL, or a path and query, with the credentials in user info, query and fragment replaced. */
    String target(String target) {
        return target(target, DEEPEST_TEXT);
    }

    /** Returns the value of a header with its credentials replaced. */
    String header(String name, String value) {
        if (name.equalsIgnoreCase("set-cookie")) {
            int end = value.indexOf(';');
            String pair = end < 0 ? value : value.substring(0, end);
            int equals = pair.indexOf('=');
            String replaced = replaced(name, pair.substring(equals + 1), true);
            return value.substring(0, equals + 1) + replaced + (end < 0 ? "" : value.substring(end));
        }
        if (CredentialNames.isParameter(name, value)) {
            return replaced(name, value, true);
        }
        return value.startsWith("<") ? links(value) : target(value);
    }

    /** RFC 8288: each target of a {@code Link} header is in angle brackets. */
    private String links(String value) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (int open = value.indexOf('<'); open >= 0; open = value.indexOf('<', from)) {
            int close = value.indexOf('>', open);
            if (close < 0) {
                break;
            }
            out.append(value, from, open + 1).append(target(value.substring(open + 1, close)));
            from = close;
        }
        return out.append(value, from, value.length()).toString();
    }

    // JSON

    /** One stack frame for each level, because JSON may be nested as deep as Python's limit. */
    private JsonNode node(JsonNode value, int depth) {
        if (value instanceof ObjectNode object) {
            if (known.test(object)) {
                return object;
            }
            String told = toldName(object);
            boolean part = object.has(DISPOSITION);
            boolean webKey = object.path("kty").isString();
            ObjectNode copy = object;
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                String key = field.getKey();
                JsonNode before = field.getValue();
                boolean partText = part && key.equals(PART_TEXT);
                boolean isValue = part ? partText : VALUE_MEMBERS.contains(lower(key));
                String name = told != null && isValue ? told : key;
                name = webKey && PRIVATE_KEY_MEMBERS.contains(key) ? "privateKey" : name;
                JsonNode after = before.isContainer() && !isCredential(name)
                        ? node(before, depth)
                        : named(name, before, partText && told != null, depth);
                if (after != before) {
                    copy = copy == object ? object.objectNode().setAll(object) : copy;
                    copy.set(key, after);
                }
            }
            return copy;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = array;
            for (int i = 0; i < array.size(); i++) {
                JsonNode item = array.path(i);
                boolean pair = i > 0 && array.path(i - 1).isString() && item.isString();
                JsonNode after = pair && isNamedBy(array.path(i - 1).stringValue(), item.stringValue())
                        ? named(array.path(i - 1).stringValue(), item, false, depth)
                        : node(item, depth);
                copy = set(array, copy, i, after);
            }
            return copy;
        }
        if (value.isString()) {
            String text = value.stringValue();
            String after = text(text, depth);
            return after == text ? value : string(after);
        }
        return value;
    }

    /** Returns whether the preceding item of an array is the name of a credential, as in a list of pairs. */
    private static boolean isNamedBy(String name, String value) {
        return CredentialNames.strength(name) == CredentialNames.Strength.STRONG
                && SecretEntropy.looksRandom(value, SHORTEST_IN_LIST);
    }

    /** Returns whether a number or a container under a name may be a credential. */
    private static boolean isCredential(String name) {
        return switch (CredentialNames.strength(name)) {
            case STRONG, WEAK, WEAK_IN_QUERY -> true;
            case IN_QUERY, NONE -> false;
        };
    }

    /** Returns the name that an object gives its value in a member of its own; null if there is none. */
    private static @Nullable String toldName(ObjectNode object) {
        JsonNode disposition = object.path(DISPOSITION);
        if (disposition.isString()) {
            Matcher name = DISPOSITION_NAME.matcher(disposition.stringValue());
            return name.find() ? name.group(1) : null;
        }
        if (object.size() > 8) {
            return null;
        }
        String told = null;
        boolean value = false;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String key = lower(field.getKey());
            value |= VALUE_MEMBERS.contains(key);
            if (told == null && NAME_MEMBERS.contains(key) && field.getValue().isString()) {
                told = field.getValue().stringValue();
            }
        }
        return value ? told : null;
    }

    private JsonNode named(String name, JsonNode value, boolean parameter, int depth) {
        if (value.isString()) {
            String text = value.stringValue();
            boolean credential =
                    parameter ? CredentialNames.isParameter(name, text) : CredentialNames.isField(name, text);
            String after = credential ? replaced(name, text, parameter) : text(text, depth);
            return after == text ? value : string(after);
        }
        if (value.isNumber() || value.isContainer()) {
            return switch (CredentialNames.strength(name)) {
                case STRONG -> underName(name, value, true, depth);
                case WEAK, WEAK_IN_QUERY -> underName(name, value, false, depth);
                case IN_QUERY, NONE -> node(value, depth);
            };
        }
        return value;
    }

    /**
     * Returns the replacement of a value that has a credential's name and is not a string. A number becomes 0, because
     * clients expect a number there.
     *
     * @param strong whether the name alone makes it a credential; else it must also look random
     */
    private JsonNode underName(String name, JsonNode value, boolean strong, int depth) {
        if (value.isNumber()) {
            boolean zero = !strong
                    || (value.isIntegralNumber() && value.bigIntegerValue().signum() == 0);
            return zero || replacer.replacement(name, value.asString(), false) == null
                    ? value
                    : Json.nodes().numberNode(0);
        }
        if (value.isString()) {
            String text = value.stringValue();
            boolean credential = strong ? !text.isEmpty() : SecretEntropy.looksRandom(text);
            String after = credential ? replaced(name, text, false) : text(text, depth);
            return after == text ? value : string(after);
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = array;
            for (int i = 0; i < array.size(); i++) {
                JsonNode before = array.path(i);
                copy = set(array, copy, i, underName(name, before, strong, depth));
            }
            return copy;
        }
        if (value instanceof ObjectNode object) {
            boolean schema = isSchema(object);
            ObjectNode copy = object;
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                String key = lower(field.getKey());
                JsonNode before = field.getValue();
                boolean itself = schema
                        ? SCHEMA_VALUES.contains(key)
                        : PLAIN_MEMBERS.contains(key)
                                || (before.isString() && SecretEntropy.looksRandom(before.stringValue()));
                JsonNode after =
                        itself ? underName(name, before, strong, depth) : named(field.getKey(), before, false, depth);
                if (after != before) {
                    copy = copy == object ? object.objectNode().setAll(object) : copy;
                    copy.set(field.getKey(), after);
                }
            }
            return copy;
        }
        return value;
    }

    /** Returns whether an object describes values, as the parameters of a tool are described. */
    private static boolean isSchema(ObjectNode object) {
        JsonNode type = object.path("type");
        return (type.isString() && SCHEMA_TYPES.contains(lower(type.stringValue())))
                || type.isArray()
                || SCHEMA_MEMBERS.stream().anyMatch(object::has);
    }

    private static ArrayNode set(ArrayNode original, ArrayNode copy, int index, JsonNode after) {
        if (after == original.path(index)) {
            return copy;
        }
        ArrayNode changed =
                copy == original ? original.arrayNode(original.size()).addAll(original) : copy;
        changed.set(index, after);
        return changed;
    }

    // Text

    private String text(String text, int depth) {
        int length = text.length();
        int start = 0;
        while (start < length && text.charAt(start) <= ' ') {
            start++;
        }
        if (depth == 0 || length - start < 3) {
            return text;
        }
        char first = text.charAt(start);
        if (first == '{' || first == '[') {
            return json(text, depth);
        }
        if (first == '<') {
            return markup(text, depth);
        }
        if (text.startsWith("--", start) && text.indexOf("name=") > 0) {
            return parts(text, depth);
        }
        if (text.startsWith(DATA_LINE, start) || text.startsWith("event:", start)) {
            return lines(text, depth);
        }
        if (text.indexOf('=') < 0 && text.indexOf('@') < 0) {
            return text;
        }
        return word(text, depth);
    }

    private String word(String text, int depth) {
        boolean url = text.charAt(0) == '/' || WHOLE_URL.matcher(text).matches();
        int equals = text.indexOf('=');
        boolean form = equals > 0 && equals <= LONGEST_NAME && text.indexOf('?') < 0;
        if ((!url && !form) || !isOneWord(text)) {
            return text;
        }
        return url ? target(text, depth) : parameters(text, depth);
    }

    private static boolean isOneWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == '<' || c == '"') {
                return false;
            }
        }
        return true;
    }

    private String json(String text, int depth) {
        try {
            JsonNode before = Json.read(text);
            JsonNode after = node(before, depth - 1);
            return after == before ? text : new String(Json.compact(after), StandardCharsets.UTF_8);
        } catch (JacksonException notOneValue) {
            return text.indexOf('\n') < 0 && dataStart(text) == 0 ? text : lines(text, depth);
        }
    }

    /** Replaces in server-sent events, JSON lines, and JSON text sequences. */
    private String lines(String text, int depth) {
        String[] lines = text.split("\n", -1);
        boolean changed = false;
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            int start = dataStart(line);
            String data = line.substring(start);
            boolean one = lines.length == 1 && start == 0;
            String after = one ? data : text(data, depth - 1);
            if (after != data) {
                lines[i] = line.substring(0, start) + after;
                changed = true;
            }
        }
        return changed ? String.join("\n", lines) : text;
    }

    /** Returns the index at which the data of a streamed line begins: after a field name or a record separator. */
    static int dataStart(String line) {
        if (line.startsWith(DATA_LINE)) {
            return DATA_LINE.length() + (line.startsWith(" ", DATA_LINE.length()) ? 1 : 0);
        }
        return line.startsWith(RECORD_SEPARATOR) ? RECORD_SEPARATOR.length() : 0;
    }

    /** Separated by {@code &}, or, as in connection strings of databases, by semicolons. */
    private String parameters(String query, int depth) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (from <= query.length()) {
            int end = from;
            while (end < query.length() && query.charAt(end) != '&' && query.charAt(end) != ';') {
                end++;
            }
            out.append(parameter(query.substring(from, end), depth));
            if (end < query.length()) {
                out.append(query.charAt(end));
            }
            from = end + 1;
        }
        return unlessEqual(query, out);
    }

    private String parameter(String parameter, int depth) {
        int equals = parameter.indexOf('=');
        if (equals <= 0) {
            return parameter;
        }
        String name = decoded(parameter.substring(0, equals));
        String raw = parameter.substring(equals + 1);
        String value = decoded(raw);
        String after = CredentialNames.isParameter(name, value) ? replaced(name, value, true) : text(value, depth - 1);
        if (after == value) {
            return parameter;
        }
        boolean escaped = value != raw;
        return parameter.substring(0, equals + 1)
                + (escaped ? URLEncoder.encode(after, StandardCharsets.UTF_8) : after);
    }

    private String target(String target, int depth) {
        String plain = withoutUserInfo(target);
        int hash = plain.indexOf('#');
        String fragment = hash < 0 ? "" : plain.substring(hash + 1);
        String rest = hash < 0 ? plain : plain.substring(0, hash);
        int mark = rest.indexOf('?');
        String query = mark < 0 ? "" : rest.substring(mark + 1);
        String query2 = parameters(query, depth);
        String fragment2 = parameters(fragment, depth);
        if (query2 == query && fragment2 == fragment) {
            return plain;
        }
        return (mark < 0 ? rest : rest.substring(0, mark + 1) + query2) + (hash < 0 ? "" : "#" + fragment2);
    }

    /** The whole user info is replaced, because a user name is of no use without the password. */
    private String withoutUserInfo(String target) {
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
        if (at < start) {
            return target;
        }
        String info = target.substring(start, at);
        return replacer.replacement("user info", info, true) == null
                ? target
                : target.substring(0, start) + target.substring(at + 1);
    }

    /** RFC 7578, with an unknown boundary: a part's name, and the text between the blank line and the next boundary. */
    private String parts(String text, int depth) {
        Matcher name = PART_NAME.matcher(text);
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (name.find(from)) {
            int head = endOfHead(text, name.end());
            if (head < 0) {
                break;
            }
            int end = text.indexOf("\n--", head);
            end = end < 0 ? text.length() : end;
            end = end > head && text.charAt(end - 1) == '\r' ? end - 1 : end;
            String value = text.substring(head, end);
            String after = CredentialNames.isParameter(name.group(1), value)
                    ? replaced(name.group(1), value, true)
                    : text(value, depth - 1);
            out.append(text, from, head).append(after);
            from = end;
        }
        return unlessEqual(text, out.append(text, from, text.length()));
    }

    private static int endOfHead(String text, int from) {
        int crlf = text.indexOf("\r\n\r\n", from);
        int lf = text.indexOf("\n\n", from);
        if (crlf >= 0 && (lf < 0 || crlf < lf)) {
            return crlf + 4;
        }
        return lf < 0 ? -1 : lf + 2;
    }

    /**
     * XML and HTML: the text of an element by the element's name, an attribute by its own name, {@code value} by {@code
     * name}.
     */
    private String markup(String text, int depth) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        int open = text.indexOf('<');
        while (open >= 0) {
            int close = text.indexOf('>', open);
            if (close < 0) {
                break;
            }
            out.append(text, from, open).append(tag(text.substring(open, close + 1)));
            from = close + 1;
            int next = text.indexOf('<', from);
            String name = elementName(text, open);
            if (next > from && !name.isEmpty()) {
                boolean data = text.startsWith("<![CDATA[", open);
                String value = text.substring(from, next);
                String after = !data && !value.isBlank() && CredentialNames.isField(name, value.strip())
                        ? replaced(name, value, false)
                        : value.length() < 3 ? value : text(value, depth - 1);
                out.append(after);
                from = next;
            } else if (next == from && text.startsWith("<![CDATA[", next)) {
                int start = next + "<![CDATA[".length();
                int end = text.indexOf("]]>", start);
                if (end < 0) {
                    break;
                }
                String value = text.substring(start, end);
                out.append(text, from, start)
                        .append(
                                CredentialNames.isField(name, value)
                                        ? replaced(name, value, false)
                                        : text(value, depth - 1));
                from = end;
                next = text.indexOf('<', end);
            }
            open = next;
        }
        return unlessEqual(text, out.append(text, from, text.length()));
    }

    private static String elementName(String text, int open) {
        int end = open + 1;
        while (end < text.length() && end - open < LONGEST_NAME && " \t\r\n/>".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String name = text.substring(open + 1, end);
        return name.substring(name.indexOf(':') + 1);
    }

    private String tag(String tag) {
        if (tag.indexOf('=') < 0) {
            return tag;
        }
        String told = attribute(tag, NAME_MEMBERS);
        StringBuilder out = new StringBuilder();
        int from = 0;
        int equals = tag.indexOf('=');
        while (equals > 0 && equals + 1 < tag.length()) {
            char quote = tag.charAt(equals + 1);
            int end = quote == '"' || quote == '\'' ? tag.indexOf(quote, equals + 2) : -1;
            if (end < 0) {
                equals = tag.indexOf('=', equals + 1);
                continue;
            }
            String name = attributeName(tag, equals);
            String value = tag.substring(equals + 2, end);
            String own = told != null && VALUE_MEMBERS.contains(lower(name)) ? told : name;
            if (CredentialNames.isField(own, value)) {
                out.append(tag, from, equals + 2).append(replaced(own, value, false));
                from = end;
            }
            equals = tag.indexOf('=', end);
        }
        return unlessEqual(tag, out.append(tag, from, tag.length()));
    }

    private static @Nullable String attribute(String tag, Set<String> names) {
        for (int equals = tag.indexOf('='); equals > 0; equals = tag.indexOf('=', equals + 1)) {
            if (names.contains(lower(attributeName(tag, equals))) && equals + 1 < tag.length()) {
                int end = tag.indexOf(tag.charAt(equals + 1), equals + 2);
                return end < 0 ? null : tag.substring(equals + 2, end);
            }
        }
        return null;
    }

    private static String attributeName(String tag, int equals) {
        int start = equals;
        while (start > 0 && equals - start < LONGEST_NAME && " \t\r\n<\"'".indexOf(tag.charAt(start - 1)) < 0) {
            start--;
        }
        return tag.substring(start, equals);
    }

    private String replaced(String name, String value, boolean parameter) {
        if (value.contains(RedactionText.PLAIN)) {
            return value;
        }
        String replacement = replacer.replacement(name, value, parameter);
        return replacement == null ? value : replacement;
    }

    private static String unlessEqual(String before, StringBuilder after) {
        return before.contentEquals(after) ? before : after.toString();
    }

    private static JsonNode string(String text) {
        return Json.nodes().stringNode(text);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEscaped) {
            return text;
        }
    }
}

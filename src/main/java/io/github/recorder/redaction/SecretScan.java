package io.github.recorder.redaction;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides what is a secret in everything that is about to be written or printed: values of environment variables and
 * system properties whose names are those of secrets, the credentials that the request itself carried, forms of
 * well-known keys, values under or beside the name of a credential. It looks through JSON, escapes, percent and base64
 * encoding, and joins the chunks of streams. It names its findings and never shows them. Thread-safe.
 */
public final class SecretScan {

    /** Finds only forms and names; for output without a run. */
    public static final SecretScan BUILT_IN = of(Map.of(), Map.of(), Set.of(), List.of());

    private static final String HIDDEN = "(hidden, because it looks like a credential)";
    private static final String ALLOWED_DIGEST = "digest:";

    /** The maximum number of nested encodings. */
    private static final int MOST_ENCODINGS = 3;

    private static final int MOST_OF_REQUESTS = 16;

    /** Names of variables that contain a secret's word but hold no secret, unless the value is random. */
    private static final Pattern HARMLESS_NAME = Pattern.compile(
            "(?i)[_.](?:FILE|PATH|DIR|URL|URI|TYPE|ALIAS|ID|NAME|STORE|MODE|SOCK|HOST|USER)$|^(?:OLD)?PWD$"
                    + "|STORETYPE$|^JAVA\\.|^SUN\\.|^OS\\.");

    private static final Set<String> HARMLESS_VALUES =
            Set.of("disabled", "password", "anonymous", "test-key", "required");

    /** The members of a response that are arrays of responses. */
    private static final Set<String> OTHER_RESPONSES = Set.of(RecordedResponse.NEXT, RecordedResponse.VARIANTS);

    private static final Pattern USER_INFO = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]{1,30}://[^/?#@:]*:([^/?#]+)@");

    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9-]{2,30} +(\\S.*)$");

    private static final Pattern REPLACED = Pattern.compile(RedactionText.PLAIN + "(?:-[0-9a-f]{4})?");

    /** The minimum length of the rest of a value, because fewer characters give nothing away. */
    private static final int SHORTEST_REST = 4;

    private final Map<String, String> nameOfValue;
    private final Set<String> harmless;
    private final List<String> allowed;
    private final SecretText texts;
    private final @Nullable RememberedTexts masked;
    private final @Nullable RememberedTexts maskedValues;
    private final RememberedTexts cleanNames = clean();
    private final RememberedTexts cleanTexts = clean();
    private final RememberedTexts cleanJoined = clean();

    /** The scans that also find the credentials of requests, by all values that they find. */
    private final Map<Map<String, String>, SecretScan> ofRequests = new ConcurrentHashMap<>();

    private static RememberedTexts clean() {
        return new RememberedTexts(8 * 1024, 256 << 10);
    }

    private SecretScan(Map<String, String> nameOfValue, Set<String> harmless, List<String> allowed) {
        this(nameOfValue, harmless, allowed, null, null);
    }

    private SecretScan(
            Map<String, String> nameOfValue,
            Set<String> harmless,
            List<String> allowed,
            @Nullable RememberedTexts masked,
            @Nullable RememberedTexts maskedValues) {
        this.masked = masked;
        this.maskedValues = maskedValues;
        this.nameOfValue = nameOfValue;
        this.harmless = harmless;
        this.allowed = allowed;
        this.texts = new SecretText(nameOfValue, this::isAllowed);
    }

    /**
     * Creates a scan.
     *
     * @param environment environment variables by name
     * @param properties system properties by name
     * @param harmless values that look like secrets and are not, such as a dummy key
     * @param allowed the user's exceptions: each a part of the value, or {@code digest:} and the four digits from a
     *     message
     */
    public static SecretScan of(
            Map<String, String> environment,
            Map<String, String> properties,
            Set<String> harmless,
            List<String> allowed) {
        Map<String, String> found = new LinkedHashMap<>();
        environment.forEach((name, value) -> addVariable(found, "environment variable " + name, name, value, harmless));
        properties.forEach((name, value) -> addVariable(found, "system property " + name, name, value, harmless));
        return new SecretScan(found, Set.copyOf(harmless), List.copyOf(allowed));
    }

    /**
     * Returns the same scan with another secret.
     *
     * @param title the name of the secret in messages, without an article
     */
    public SecretScan with(String title, String secret) {
        Map<String, String> more = new LinkedHashMap<>(nameOfValue);
        more.putIfAbsent(secret, title);
        return new SecretScan(more, harmless, allowed);
    }

    private static void addVariable(
            Map<String, String> found, String title, String name, String value, Set<String> harmless) {
        String secret = value.strip();
        // The end of a webhook's URL is its secret.
        boolean random = SecretEntropy.looksRandom(secret.substring(secret.lastIndexOf('/') + 1));
        if (harmless.contains(secret) || !(random || SecretEntropy.isPlausible(secret))) {
            return;
        }
        Matcher userInfo = USER_INFO.matcher(secret);
        if (userInfo.find() && SecretEntropy.isPlausible(userInfo.group(1))) {
            found.putIfAbsent(userInfo.group(1), title);
        }
        boolean named = isSecretVariable(name)
                && (!HARMLESS_NAME.matcher(name).find() || random)
                && !HARMLESS_VALUES.contains(secret.toLowerCase(Locale.ROOT));
        if (named || userInfo.lookingAt()) {
            found.putIfAbsent(secret, title);
            found.putIfAbsent(URLEncoder.encode(secret, StandardCharsets.UTF_8), title);
        }
    }

    /** Names of variables vary more than names of fields: one word anywhere in the name is enough. */
    private static boolean isSecretVariable(String name) {
        for (String word : name.split("[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])", -1)) {
            String lower = word.toLowerCase(Locale.ROOT);
            boolean says = CredentialNames.strength(lower) != CredentialNames.Strength.NONE
                    || lower.equals("keys")
                    || lower.equals("tokens")
                    || lower.endsWith("key")
                    || lower.endsWith("pwd");
            if (says && !lower.equals("session") && !lower.equals("code")) {
                return true;
            }
        }
        return CredentialNames.strength(name) == CredentialNames.Strength.STRONG;
    }

    /**
     * Returns a scan that also finds the credentials of one request, so that it finds a service's echo of them.
     *
     * @param headers the request's headers, names and values
     * @param query the request's query as it was sent; null if there was none
     */
    public SecretScan ofRequest(Collection<Map.Entry<String, String>> headers, @Nullable String query) {
        Map<String, String> all = new LinkedHashMap<>(nameOfValue);
        headers.forEach(header -> addHeader(all, header.getKey(), header.getValue()));
        for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                String name = parameter.substring(0, equals);
                String value = TextEncodings.percentDecoded(parameter.substring(equals + 1));
                if (CredentialNames.isParameter(name, value)) {
                    addCarried(all, "credential that the request carried in its query", value);
                }
            }
        }
        if (all.size() == nameOfValue.size()) {
            return this;
        }
        // Most requests of a run carry the same credentials, and the scan remembers the texts that it has read.
        if (ofRequests.size() >= MOST_OF_REQUESTS) {
            ofRequests.clear();
        }
        return ofRequests.computeIfAbsent(all, values -> new SecretScan(values, harmless, allowed));
    }

    private void addHeader(Map<String, String> found, String name, String value) {
        if (!CredentialNames.isParameter(name, value)) {
            return;
        }
        String title = "credential that the request carried in its header " + name;
        if (name.equalsIgnoreCase("cookie")) {
            for (String cookie : value.split(";", -1)) {
                addCarried(found, title, cookie.substring(cookie.indexOf('=') + 1));
            }
            return;
        }
        Matcher scheme = SCHEME.matcher(value.strip());
        String credential = scheme.matches() ? scheme.group(1) : value;
        addCarried(found, title, credential);
        if (value.regionMatches(true, 0, "basic ", 0, "basic ".length())) {
            try {
                String pair = new String(Base64.getDecoder().decode(credential.strip()), StandardCharsets.UTF_8);
                addCarried(found, title, pair.substring(pair.indexOf(':') + 1));
            } catch (IllegalArgumentException notBase64) {
                return; // The whole value is known, and contains nothing else.
            }
        }
    }

    private void addCarried(Map<String, String> found, String title, String value) {
        String secret = value.strip();
        boolean dummy = harmless.stream().anyMatch(secret::contains);
        if (!dummy && SecretEntropy.isPlausible(secret)) {
            found.putIfAbsent(secret, title);
        }
    }

    private boolean isAllowed(String value) {
        for (String one : allowed) {
            boolean is = one.startsWith(ALLOWED_DIGEST)
                    ? one.substring(ALLOWED_DIGEST.length()).equals(RedactionText.digest(value))
                    : !one.isEmpty() && value.contains(one);
            if (is) {
                return true;
            }
        }
        return false;
    }

    /**
     * A secret in a document.
     *
     * @param pointer the JSON pointer of the string that holds it; for a secret that is spread over the chunks of a
     *     stream, that of the field, with {@code *} in place of the chunk's number
     * @param what whose value, or a key of which form, it is; never the value
     * @param digest the entry of {@code <allowedSecrets>} that allows it
     */
    public record Finding(String pointer, String what, String digest) {

        private Finding below(String step) {
            return new Finding("/" + step + pointer, what, digest);
        }

        /** Returns why a recording with this secret is not written, and what to do, as the end of a sentence. */
        public String advice() {
            return "at " + pointer + " it would hold " + what
                    + ". Keep it out of the request or the response, or have it replaced with <redactions>"
                    + " (-Drecorder.redactions). If it is no secret, let it pass: <allowedSecrets><allowedSecret>"
                    + digest + "</allowedSecret></allowedSecrets> (-Drecorder.allowedSecrets=" + digest + ").";
        }
    }

    /** Returns the first secret in the document of a recording; empty if there is none. */
    public Optional<Finding> in(JsonNode document) {
        return in(document, Set.of());
    }

    /**
     * Returns the same as {@link #in(JsonNode)} with less work.
     *
     * @param clean objects of the document that {@link #isClean} has found clean, compared by identity
     */
    public Optional<Finding> in(JsonNode document, Collection<? extends JsonNode> clean) {
        Set<JsonNode> known = Collections.newSetFromMap(new IdentityHashMap<>(clean.size()));
        known.addAll(clean);
        Finding found = inStrings(document, known);
        found = found == null ? inResponses(document.path("response"), "/response") : found;
        return Optional.ofNullable(found == null ? named(document, known) : found);
    }

    /**
     * Returns whether an object has neither a secret nor a value that redaction by name replaces, whatever document it
     * is a part of. A secret of which it has only a part is found in the document.
     */
    public boolean isClean(ObjectNode part) {
        boolean[] named = new boolean[1];
        new NamedCredentials((name, value, parameter) -> {
                    named[0] = true;
                    return null;
                })
                .in(part);
        return !named[0] && inStrings(part, Set.of()) == null;
    }

    /** Returns the first secret in a text, without its place; empty if there is none. */
    public Optional<Finding> in(String text) {
        Secret secret = secret(text, MOST_ENCODINGS);
        return secret == null ? Optional.empty() : Optional.of(finding("", secret));
    }

    private static Finding finding(String pointer, Secret secret) {
        return new Finding(pointer, secret.what(), ALLOWED_DIGEST + RedactionText.digest(secret.value()));
    }

    private record Secret(String what, String value) {}

    private @Nullable Finding inStrings(JsonNode value, Set<JsonNode> clean) {
        if (value.isObject()) {
            if (clean.contains(value)) {
                return null;
            }
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                String name = field.getKey();
                Secret inName = cleanNames.secret(name, text -> secret(text, 0));
                if (inName != null) {
                    return finding("/…", inName);
                }
                Finding found = inStrings(field.getValue(), clean);
                if (found != null) {
                    return found.below(TextEncodings.pointerStep(name));
                }
            }
            return null;
        }
        for (int i = 0; i < value.size(); i++) {
            Finding found = inStrings(value.path(i), clean);
            if (found != null) {
                return found.below(Integer.toString(i));
            }
        }
        if (!value.isString() || value.stringValue().length() < SecretText.SHORTEST_SECRET) {
            return null;
        }
        Secret secret = cleanTexts.secret(value.stringValue(), text -> secret(text, MOST_ENCODINGS));
        return secret == null ? null : finding("", secret);
    }

    /** Secrets that no redaction can replace, because they are encoded or split. */
    private @Nullable Finding named(JsonNode document, Set<JsonNode> clean) {
        FirstNamed first = new FirstNamed();
        new NamedCredentials(first, clean::contains).in(document);
        return first.secret == null ? null : finding(pointer(document, "", first.secret.value()), first.secret);
    }

    private static String pointer(JsonNode value, String pointer, String text) {
        if (value.isString()) {
            return value.stringValue().contains(text) ? pointer : "";
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                String found = pointer(value.path(i), pointer + "/" + i, text);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String found = pointer(field.getValue(), pointer + "/" + TextEncodings.pointerStep(field.getKey()), text);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return "";
    }

    private final class FirstNamed implements NamedCredentials.Replacer {

        private @Nullable Secret secret;

        @Override
        public @Nullable String replacement(String name, String value, boolean parameter) {
            if (secret == null && !isAllowed(value)) {
                secret = new Secret("the value of `" + name + "`", value);
            }
            return null;
        }
    }

    private @Nullable Secret secret(String text, int encodings) {
        SecretText.Match match = texts.first(text);
        if (match != null) {
            return new Secret(match.what(), text.substring(match.start(), match.end()));
        }
        return encodings == 0 ? null : encoded(text, encodings);
    }

    /** Returns the first secret that is encoded in a text; null if there is none. */
    private @Nullable Secret encoded(String text, int encodings) {
        if (encodings < MOST_ENCODINGS) {
            FirstNamed first = new FirstNamed();
            new NamedCredentials(first).in(text);
            if (first.secret != null) {
                return first.secret;
            }
        }
        for (String plain : List.of(
                TextEncodings.unescaped(text),
                TextEncodings.percentDecoded(text),
                TextEncodings.quotedPrintableDecoded(text),
                TextEncodings.withoutEntities(text))) {
            Secret inside = plain.equals(text) ? null : secret(plain, encodings - 1);
            if (inside != null) {
                return inside;
            }
        }
        List<Secret> decoded = new ArrayList<>(1);
        TextEncodings.anyEncoded(text, bytes -> {
            Secret inside = inBytes(bytes, encodings - 1);
            if (inside != null) {
                decoded.add(inside);
            }
            return inside != null;
        });
        return decoded.isEmpty() ? null : decoded.get(0);
    }

    private @Nullable Secret inBytes(byte[] bytes, int encodings) {
        for (String text : TextEncodings.texts(bytes)) {
            Secret inside = secret(text, encodings);
            if (inside != null) {
                return inside;
            }
        }
        return null;
    }

    /** Secrets whose parts are in several chunks of a response, or of one that is recorded with it. */
    private @Nullable Finding inResponses(JsonNode response, String pointer) {
        boolean streamed = response.path("is_streaming").asBoolean(false);
        for (Map.Entry<String, JsonNode> field : response.properties()) {
            String below = pointer + "/" + TextEncodings.pointerStep(field.getKey());
            boolean ofResponses = field.getValue().isArray() && OTHER_RESPONSES.contains(field.getKey());
            Finding found = ofResponses ? null : inStreams(field.getValue(), below, streamed);
            for (int i = 0; ofResponses && found == null && i < field.getValue().size(); i++) {
                found = inResponses(field.getValue().path(i), below + "/" + i);
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Finding inStreams(JsonNode value, String pointer, boolean streamed) {
        if (value.isArray() && value.size() > 1) {
            StreamTexts texts = new StreamTexts();
            value.forEach(texts::add);
            for (StreamTexts.Text text : texts.all()) {
                String joined = text.joined();
                Secret secret = cleanJoined.secret(joined, this::inJoined);
                secret = secret == null ? rest(joined, streamed) : secret;
                if (secret != null) {
                    return finding(pointer + "/*" + text.pointer(), secret);
                }
            }
            return null;
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String below = pointer + "/" + TextEncodings.pointerStep(field.getKey());
            Finding found = inStreams(field.getValue(), below, streamed);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Secret inJoined(String joined) {
        Secret secret = secret(joined, MOST_ENCODINGS);
        if (secret == null) {
            FirstNamed first = new FirstNamed();
            new NamedCredentials(first).in(joined);
            secret = first.secret;
        }
        return secret;
    }

    /**
     * Returns the rest of a value whose beginning was replaced in an earlier chunk, where its name was.
     *
     * @param streamed whether the chunks are a stream, which may cut a value anywhere; items of a list are lines
     */
    private @Nullable Secret rest(String joined, boolean streamed) {
        Matcher replaced = REPLACED.matcher(joined);
        while (replaced.find()) {
            String rest = SecretText.word(joined, replaced.end());
            boolean secret = streamed
                    ? rest.length() >= SHORTEST_REST && SecretEntropy.isMixed(rest)
                    : SecretEntropy.looksRandom(rest);
            if (secret && !rest.startsWith(RedactionText.PLAIN) && !isAllowed(rest)) {
                return new Secret("the rest of a value that the stream cut", rest);
            }
        }
        return null;
    }

    /**
     * Returns a message of the recorder with its secrets hidden.
     *
     * @see #maskedValue
     */
    public String masked(String text) {
        return masked(text, false);
    }

    /**
     * Returns a text from a request or a recording with its secrets hidden. Every long word that looks random is
     * hidden, because it may be a key of an unknown form.
     */
    public String maskedValue(String text) {
        String named = new NamedCredentials((name, value, parameter) -> HIDDEN).in(text);
        return masked(named, true);
    }

    /** Returns the method and the path of a request for messages, with their secrets hidden as in any of its values. */
    public String maskedRequest(String method, String path) {
        return maskedValue(method) + " " + maskedValue(path);
    }

    /**
     * Returns the id of a test with its secrets hidden. The names of a class and a method are from the code, and users
     * search for them; the arguments of an invocation may be anything.
     */
    public String maskedTest(String id) {
        int end = 0;
        while (end < id.length()
                && (Character.isJavaIdentifierPart(id.charAt(end)) || ".#".indexOf(id.charAt(end)) >= 0)) {
            end++;
        }
        int names = id.substring(0, end).indexOf('#') > 0 ? end : 0;
        return masked(id.substring(0, names)) + maskedValue(id.substring(names));
    }

    /** Returns a value from a request or a recording with the secrets in its strings and names hidden. */
    public JsonNode maskedValue(JsonNode value) {
        return masked(value, true);
    }

    /** Returns a value of the recorder, or a recorded one, with the secrets in its strings and names hidden. */
    public JsonNode masked(JsonNode value) {
        return masked(value, false);
    }

    private JsonNode masked(JsonNode value, boolean randomWords) {
        return maskedStrings(
                new NamedCredentials((name, text, parameter) -> RedactionText.PLAIN).in(value), randomWords);
    }

    private JsonNode maskedStrings(JsonNode value, boolean randomWords) {
        if (value instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties()
                    .forEach(field -> copy.set(
                            masked(field.getKey(), randomWords), maskedStrings(field.getValue(), randomWords)));
            return copy;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode(array.size());
            array.forEach(item -> copy.add(maskedStrings(item, randomWords)));
            return copy;
        }
        return value.isString() ? string(masked(value.stringValue(), randomWords)) : value;
    }

    /** Returns the same scan, which remembers masked texts, to mask many recordings or misses in less time. */
    public SecretScan remembering() {
        return new SecretScan(
                nameOfValue,
                harmless,
                allowed,
                new RememberedTexts(16 * 1024, 2 << 20),
                new RememberedTexts(4 * 1024, 256 << 10));
    }

    private String masked(String text, boolean randomWords) {
        RememberedTexts remembered = randomWords ? maskedValues : masked;
        return remembered == null
                ? hidden(text, randomWords)
                : remembered.masked(text, unmasked -> hidden(unmasked, randomWords));
    }

    private String hidden(String text, boolean randomWords) {
        List<SecretText.Match> found = texts.all(text, randomWords);
        addEncoded(text, found);
        if (found.isEmpty()) {
            return text;
        }
        found.sort(Comparator.comparingInt(SecretText.Match::start));
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (SecretText.Match match : found) {
            if (match.start() >= from) {
                out.append(text, from, match.start()).append(HIDDEN);
            }
            from = Math.max(from, match.end());
        }
        return out.append(text, from, text.length()).toString();
    }

    /**
     * A secret inside an encoding has no place of its own in the text, so the whole encoded word is hidden.
     *
     * @param found all secrets of the text that are not encoded
     */
    private void addEncoded(String text, List<SecretText.Match> found) {
        int i = 0;
        while (i < text.length()) {
            while (i < text.length() && isBlankOrQuote(text.charAt(i))) {
                i++;
            }
            int start = i;
            while (i < text.length() && !isBlankOrQuote(text.charAt(i))) {
                i++;
            }
            String word = text.substring(start, i);
            boolean plain = !found.isEmpty() && texts.first(word) != null;
            Secret secret = word.length() < 8 || plain ? null : encoded(word, MOST_ENCODINGS);
            if (secret != null) {
                found.add(new SecretText.Match(start, i, secret.what()));
            }
        }
    }

    private static boolean isBlankOrQuote(char c) {
        return c <= ' ' || c == '"' || c == '\'';
    }

    private static JsonNode string(String text) {
        return Json.nodes().stringNode(text);
    }
}

package io.github.recorder.redaction;

import io.github.recorder.recording.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The search for secrets in what would be written: values of environment variables and system properties whose names say that they are secret,
 * and the forms of well-known keys. What it finds it names, and never shows. Immutable and safe for use by many threads.
 */
public final class SecretScan {

    /** Shorter values are words by chance, and a credential that short protects nothing. */
    private static final int SHORTEST_SECRET = 8;

    private static final int FEWEST_DIFFERENT_CHARACTERS = 5;

    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?:^|[^A-Z])(?:API)?KEYS?(?:$|[^A-Z])|APIKEY|ACCESSKEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|(?:^|[^A-Z])PWD$");

    /** Names that look like a secret's and whose values are none. */
    private static final Pattern HARMLESS_NAME = Pattern.compile(
            "_(?:FILE|PATH|DIR|URL|URI|TYPE|ALIAS|ID|NAME|STORE)$|^(?:OLD)?PWD$|STORETYPE$|^JAVA\\.|^SUN\\.");

    private static final Set<String> HARMLESS_VALUES = Set.of(
            "changeit",
            "changeme",
            "disabled",
            "password",
            "anonymous",
            "not-a-key",
            "test-key",
            "dummykey",
            "required");

    private final Map<String, String> nameOfValue;

    private SecretScan(Map<String, String> nameOfValue) {
        this.nameOfValue = nameOfValue;
    }

    /**
     * Makes a search.
     *
     * @param environment environment variables by name
     * @param properties system properties by name
     * @param harmless values that are no secrets though they stand where secrets do, such as a dummy key
     */
    public static SecretScan of(Map<String, String> environment, Map<String, String> properties, Set<String> harmless) {
        Map<String, String> found = new LinkedHashMap<>();
        environment.forEach((name, value) -> add(found, "environment variable " + name, name, value, harmless));
        properties.forEach((name, value) -> add(found, "system property " + name, name, value, harmless));
        return new SecretScan(found);
    }

    private static void add(Map<String, String> found, String title, String name, String value, Set<String> harmless) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (!SECRET_NAME.matcher(upper).find() || HARMLESS_NAME.matcher(upper).find()) {
            return;
        }
        String secret = value.strip();
        if (isTrivial(secret) || harmless.contains(secret)) {
            return;
        }
        found.putIfAbsent(secret, title);
        found.putIfAbsent(URLEncoder.encode(secret, StandardCharsets.UTF_8), title);
    }

    private static boolean isTrivial(String value) {
        return value.length() < SHORTEST_SECRET
                || value.chars().distinct().count() < FEWEST_DIFFERENT_CHARACTERS
                || value.startsWith("/")
                || value.startsWith("${")
                || HARMLESS_VALUES.contains(value.toLowerCase(Locale.ROOT));
    }

    /**
     * A secret in a document.
     *
     * @param pointer the JSON pointer of the string that holds it; of a secret that is spread over the chunks of a stream, that of the
     *     first with {@code *} in the place of the chunk's number
     * @param what whose value, or a key of which form, it is; never the value
     */
    public record Finding(String pointer, String what) {}

    /** Returns the first secret in the document; empty where there is none. */
    public Optional<Finding> in(JsonNode document) {
        Finding found = search(document, "");
        return Optional.ofNullable(found == null ? inStreams(document.path("response"), "/response") : found);
    }

    private @Nullable Finding search(JsonNode value, String pointer) {
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                String place = pointer + "/" + escaped(field.getKey());
                String what = what(field.getKey());
                Finding found = what == null ? search(field.getValue(), place) : new Finding(pointer + "/…", what);
                if (found != null) {
                    return found;
                }
            }
            return inBytes(value, pointer);
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                Finding found = search(value.path(i), pointer + "/" + i);
                if (found != null) {
                    return found;
                }
            }
        }
        String what = value.isString() ? what(value.stringValue()) : null;
        return what == null ? null : new Finding(pointer, what);
    }

    private @Nullable String what(String text) {
        if (text.length() < SHORTEST_SECRET) {
            return null;
        }
        for (Map.Entry<String, String> secret : nameOfValue.entrySet()) {
            if (text.contains(secret.getKey())) {
                return "the value of the " + secret.getValue();
            }
        }
        return KnownKeyPattern.in(text)
                .map(shape -> "something of the form of a" + article(shape.title()))
                .orElse(null);
    }

    private static String article(String title) {
        return ("AEIOU".indexOf(title.charAt(0)) >= 0 ? "n " : " ") + title;
    }

    /** A body that is neither JSON nor text is kept as base64, through which no secret can be seen. */
    private @Nullable Finding inBytes(JsonNode value, String pointer) {
        if (!value.path("__type__").asString("").equals("recorder.base64")) {
            return null;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(value.path("__data__").asString(""));
            String what = what(new String(bytes, StandardCharsets.ISO_8859_1));
            return what == null ? null : new Finding(pointer + "/__data__", what);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** A stream breaks its text anywhere, so the strings at one place of all chunks are looked at as one. */
    private @Nullable Finding inStreams(JsonNode value, String pointer) {
        if (value.isArray() && value.size() > 1) {
            Map<String, StringBuilder> texts = new LinkedHashMap<>();
            value.forEach(chunk -> collect(parsed(chunk), "", texts));
            for (Map.Entry<String, StringBuilder> text : texts.entrySet()) {
                String what = what(text.getValue().toString());
                if (what != null) {
                    return new Finding(pointer + "/*" + text.getKey(), what);
                }
            }
            return null;
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            Finding found = inStreams(field.getValue(), pointer + "/" + escaped(field.getKey()));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static JsonNode parsed(JsonNode chunk) {
        if (chunk.isString() && chunk.stringValue().startsWith("data:")) {
            try {
                return Json.mapper().readTree(chunk.stringValue().substring("data:".length()));
            } catch (JacksonException notJson) {
                return chunk;
            }
        }
        return chunk;
    }

    private static void collect(JsonNode value, String pointer, Map<String, StringBuilder> texts) {
        if (value.isObject()) {
            value.properties()
                    .forEach(field -> collect(field.getValue(), pointer + "/" + escaped(field.getKey()), texts));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                collect(value.path(i), pointer + "/" + i, texts);
            }
        } else if (value.isString()) {
            texts.computeIfAbsent(pointer, first -> new StringBuilder()).append(value.stringValue());
        }
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}

package io.github.recorder.redaction;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes the encodings in which a text may hide a secret. Each method returns the same object if there is nothing to
 * decode.
 * Pure.
 */
final class TextEncodings {

    private static final int SHORTEST_BASE64 = 16;
    private static final int HEX = 16;
    private static final int UNICODE_ESCAPE = 6;

    private static final Pattern ENTITY =
            Pattern.compile("&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));");
    private static final Map<String, String> NAMED =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");

    private TextEncodings() {}

    /** Takes off the escapes of a JSON string, which are those of most languages. */
    static String unescaped(String text) {
        int next = text.indexOf('\\');
        if (next < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        while (next >= 0 && next + 1 < text.length()) {
            out.append(text, from, next);
            char c = text.charAt(next + 1);
            int code = c == 'u' ? hex(text, next + 2, next + UNICODE_ESCAPE) : -1;
            from = next + (code < 0 ? 2 : UNICODE_ESCAPE);
            out.append(code < 0 ? escaped(c) : (char) code);
            next = text.indexOf('\\', from);
        }
        return out.append(text, from, text.length()).toString();
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }

    /** Takes off the percent escapes of a URL, as UTF-8; what is no escape stays. */
    static String percentDecoded(String text) {
        int next = text.indexOf('%');
        if (next < 0) {
            return text;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        boolean changed = false;
        int from = 0;
        while (next >= 0) {
            int code = hex(text, next + 1, next + 3);
            if (code >= 0) {
                out.writeBytes(text.substring(from, next).getBytes(StandardCharsets.UTF_8));
                out.write(code);
                from = next + 3;
                changed = true;
            }
            next = text.indexOf('%', Math.max(from, next + 1));
        }
        out.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
        return changed ? out.toString(StandardCharsets.UTF_8) : text;
    }

    /** Takes off the character references of XML. */
    static String withoutEntities(String text) {
        if (text.indexOf('&') < 0) {
            return text;
        }
        Matcher entity = ENTITY.matcher(text);
        StringBuilder out = new StringBuilder();
        while (entity.find()) {
            entity.appendReplacement(out, Matcher.quoteReplacement(character(entity)));
        }
        return out.isEmpty() ? text : entity.appendTail(out).toString();
    }

    private static String character(Matcher entity) {
        if (entity.group(3) != null) {
            return NAMED.getOrDefault(entity.group(3), "");
        }
        int code = entity.group(1) == null ? Integer.parseInt(entity.group(2), HEX) : Integer.parseInt(entity.group(1));
        return Character.isValidCodePoint(code) ? Character.toString(code) : entity.group();
    }

    /**
     * Whether one of the words that are base64, in either alphabet, holds bytes of a kind. A word with slashes is also
     * tried part by part, because it may be a path.
     */
    static boolean anyBase64(String text, Predicate<byte[]> kind) {
        int i = 0;
        while (i < text.length()) {
            while (i < text.length() && !isBase64(text.charAt(i))) {
                i++;
            }
            int start = i;
            boolean parts = false;
            while (i < text.length() && isBase64(text.charAt(i))) {
                parts |= text.charAt(i) == '/';
                i++;
            }
            if (i - start >= SHORTEST_BASE64) {
                String word = text.substring(start, i);
                if (holds(word, kind) || (parts && anyPart(word, kind))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean anyPart(String word, Predicate<byte[]> kind) {
        int start = 0;
        while (start < word.length()) {
            int slash = word.indexOf('/', start);
            int end = slash < 0 ? word.length() : slash;
            if (end - start >= SHORTEST_BASE64 && holds(word.substring(start, end), kind)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    private static boolean holds(String word, Predicate<byte[]> kind) {
        return decoded(word).filter(kind).isPresent();
    }

    private static Optional<byte[]> decoded(String word) {
        String standard = word.replace('-', '+').replace('_', '/');
        int odd = standard.length() % 4 == 1 ? 1 : 0;
        try {
            return Optional.of(Base64.getDecoder().decode(standard.substring(0, standard.length() - odd)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static boolean isBase64(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || "+/-_".indexOf(c) >= 0;
    }

    private static int hex(String text, int start, int end) {
        if (end > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            int digit = Character.digit(text.charAt(i), HEX);
            if (digit < 0) {
                return -1;
            }
            value = value * HEX + digit;
        }
        return value;
    }
}

package io.github.recorder.redaction;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Decodes the encodings in which a text may hide a secret. Each method returns the same object if there is nothing to
 * decode. Pure.
 */
final class TextEncodings {

    private static final int SHORTEST_BASE64 = 16;

    /** No credential is as long, so a word of this length is data. */
    private static final int SHORTEST_LONG_BASE64 = 4096;

    /** RFC 2045: lines of 76 characters; PEM has 64. */
    private static final int SHORTEST_BASE64_LINE = 60;

    private static final int SHORTEST_HEX = 32;

    /** In binary data, a word with fewer printable characters shows nothing. */
    private static final int SHORTEST_PRINTABLE = 8;

    private static final int MOST_INFLATED = 1 << 20;
    private static final int BYTE = 0xFF;

    /** The characters of both alphabets of base64. */
    private static final CharacterTable BASE64 = new CharacterTable(
            CharacterTable.range('A', 'Z') + CharacterTable.range('a', 'z') + CharacterTable.range('0', '9') + "+/-_");

    private static final CharacterTable PRINTABLE = new CharacterTable(CharacterTable.range(' ', '~') + "\t\r\n");
    private static final Pattern LINE_START = Pattern.compile("^.", Pattern.MULTILINE);
    private static final Pattern SOFT_LINE_BREAK = Pattern.compile("=[ \\t]{0,8}\\r?\\n");
    private static final Pattern LINE_BREAK = Pattern.compile("\\r?\\n");
    private static final int HEX = 16;
    private static final int UNICODE_ESCAPE = 6;

    private static final Pattern ENTITY =
            Pattern.compile("&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));");
    private static final Map<String, String> NAMED =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");

    private TextEncodings() {}

    /** Returns a key as a step of a JSON pointer. */
    static String pointerStep(String key) {
        return key.indexOf('~') < 0 && key.indexOf('/') < 0
                ? key
                : key.replace("~", "~0").replace("/", "~1");
    }

    /** Decodes the escapes of a JSON string, which most languages share. */
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

    /** Decodes the percent escapes of a URL, as UTF-8; invalid escapes stay. */
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

    /** Decodes quoted-printable (RFC 2045), by which mail breaks long lines; a text without a broken line stays. */
    static String quotedPrintableDecoded(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return text;
        }
        Matcher end = SOFT_LINE_BREAK.matcher(text);
        if (!end.find(equals)) {
            return text;
        }
        return percentDecoded(end.replaceAll("").replace("%", "%25").replace('=', '%'));
    }

    /** Decodes the character references of XML. */
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
     * Returns whether a word in base64, in either alphabet, or in hexadecimal encodes bytes that satisfy a condition.
     * Base64 may be broken into lines. A word with slashes is also tried part by part, because it may be a path.
     */
    static boolean anyEncoded(String text, Predicate<byte[]> kind) {
        int i = 0;
        while (i < text.length()) {
            while (i < text.length() && !BASE64.contains(text.charAt(i))) {
                i++;
            }
            int start = i;
            i = endOfBase64(text, start);
            if (i - start >= SHORTEST_BASE64) {
                String word = text.substring(start, i);
                if (holds(word, kind) || anyPart(word, kind)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns whether {@link #endOfLongBase64} may find a word in a text: each begins with a whole line. */
    static boolean mayHaveLongBase64(String text) {
        if (text.length() < SHORTEST_LONG_BASE64) {
            return false;
        }
        for (int i = SHORTEST_BASE64_LINE - 1; i < text.length(); i += SHORTEST_BASE64_LINE) {
            if (BASE64.contains(text.charAt(i)) && isInLine(text, i)) {
                return true; // Every line contains one of these indexes.
            }
        }
        return false;
    }

    private static boolean isInLine(String text, int index) {
        int start = index;
        while (start > 0 && index - start < SHORTEST_BASE64_LINE && BASE64.contains(text.charAt(start - 1))) {
            start--;
        }
        int end = index + 1;
        while (end < text.length() && end - start < SHORTEST_BASE64_LINE && BASE64.contains(text.charAt(end))) {
            end++;
        }
        return end - start >= SHORTEST_BASE64_LINE;
    }

    /**
     * Returns the index after a long word in base64 that starts at an index; the index itself if there is none. A word
     * with characters of both alphabets is no base64.
     */
    static int endOfLongBase64(String text, int start) {
        if (text.length() - start < SHORTEST_LONG_BASE64
                || !BASE64.contains(text.charAt(start))
                || (start > 0 && BASE64.contains(text.charAt(start - 1)))) {
            return start;
        }
        int end = endOfBase64(text, start);
        if (end - start < SHORTEST_LONG_BASE64) {
            return start;
        }
        // The JDK's own search is faster than a loop here, also before anything is compiled.
        String word = text.substring(start, end);
        boolean standard = word.indexOf('+') >= 0 || word.indexOf('/') >= 0;
        boolean urlSafe = word.indexOf('-') >= 0 || word.indexOf('_') >= 0;
        return standard && urlSafe ? start : end;
    }

    private static int endOfBase64(String text, int start) {
        int line = start;
        int i = BASE64.endOfRun(text, start);
        while (i < text.length()) {
            int next = text.startsWith("\r\n", i) ? i + 2 : i + 1;
            boolean goesOn = text.startsWith("\n", next - 1)
                    && i - line >= SHORTEST_BASE64_LINE
                    && next < text.length()
                    && BASE64.contains(text.charAt(next));
            if (!goesOn) {
                break;
            }
            line = next;
            i = BASE64.endOfRun(text, next);
        }
        return i;
    }

    private static boolean anyPart(String word, Predicate<byte[]> kind) {
        if (word.indexOf('/') < 0 || word.length() >= SHORTEST_LONG_BASE64) {
            return false;
        }
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
        return decoded(word).filter(kind).isPresent()
                || hexadecimal(word).filter(kind).isPresent();
    }

    private static Optional<byte[]> hexadecimal(String word) {
        if (word.length() < SHORTEST_HEX || word.length() % 2 != 0) {
            return Optional.empty();
        }
        byte[] bytes = new byte[word.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            int value = hex(word, 2 * i, 2 * i + 2);
            if (value < 0) {
                return Optional.empty();
            }
            bytes[i] = (byte) value;
        }
        return Optional.of(bytes);
    }

    /**
     * Returns the texts in bytes: all of them as UTF-8, decompressed from gzip, or, failing these, as UTF-16 and the
     * printable parts, as {@code strings} returns them. In many formats a text has its length in the byte before it.
     * That byte may look like a letter, and the byte before it, a tag, like a line end. So each text is also returned
     * without the first character of each line.
     */
    static List<String> texts(byte[] bytes) {
        if (bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
            return inflated(bytes).map(TextEncodings::texts).orElse(List.of());
        }
        Optional<String> whole = decoded(bytes, StandardCharsets.UTF_8);
        if (whole.isPresent()) {
            return List.of(whole.get());
        }
        List<String> printable = new ArrayList<>();
        if (bytes.length > 3 && (bytes[0] == 0 || bytes[1] == 0 || bytes[0] == -1 || bytes[0] == -2)) {
            boolean little = bytes[0] == -1 || bytes[1] == 0;
            // Any even number of bytes may be UTF-16, so this does not exclude the next.
            decoded(bytes, little ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE)
                    .ifPresent(printable::add);
        }
        int start = 0;
        while (start + SHORTEST_PRINTABLE <= bytes.length) {
            // Begins with the last byte that a text would need, so that most of the others need no look.
            int last = start + SHORTEST_PRINTABLE - 1;
            while (last >= start && PRINTABLE.contains(bytes[last] & BYTE)) {
                last--;
            }
            if (last >= start) {
                start = last + 1;
                continue;
            }
            int end = start + SHORTEST_PRINTABLE;
            while (end < bytes.length && PRINTABLE.contains(bytes[end] & BYTE)) {
                end++;
            }
            String run = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
            printable.add(run);
            printable.add(LINE_START.matcher(run).replaceAll(""));
            start = end + 1;
        }
        return printable;
    }

    private static Optional<byte[]> inflated(byte[] bytes) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return Optional.of(in.readNBytes(MOST_INFLATED));
        } catch (IOException notGzip) {
            return Optional.empty();
        }
    }

    private static Optional<String> decoded(byte[] bytes, Charset charset) {
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            boolean printable = text.chars().allMatch(c -> c > '~' || PRINTABLE.contains(c));
            return printable ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> decoded(String word) {
        String line = word.indexOf('\n') < 0 ? word : LINE_BREAK.matcher(word).replaceAll("");
        String standard = line.replace('-', '+').replace('_', '/');
        int odd = standard.length() % 4 == 1 ? 1 : 0;
        try {
            return Optional.of(Base64.getDecoder().decode(standard.substring(0, standard.length() - odd)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
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

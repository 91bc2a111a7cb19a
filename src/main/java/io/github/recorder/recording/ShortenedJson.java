package io.github.recorder.recording;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A JSON text with a placeholder in place of each long string. It fits into memory however long those strings are, and
 * everything that does not depend on their characters can be done with it. Immutable.
 */
public final class ShortenedJson {

    /** The length of the longest string that is kept, in bytes. */
    private static final int LONGEST_KEPT = 64 << 10;

    /** The maximum length of a shortened text, in bytes. */
    private static final int LONGEST_TEXT = 1 << 20;

    private static final int CHUNK = 64 << 10;

    private final byte[] text;
    private final String mark;
    private final Map<String, LongString> strings;

    private ShortenedJson(byte[] text, String mark, Map<String, LongString> strings) {
        this.text = text;
        this.mark = mark;
        this.strings = strings;
    }

    /**
     * Shortens a text. Whether it is JSON is known only when its short form is parsed and its long strings are read.
     *
     * @return empty if it would still be long, or is certainly not JSON
     * @throws IOException if the text cannot be read
     */
    public static Optional<ShortenedJson> of(TextSource source) throws IOException {
        try (InputStream in = source.open(0)) {
            return new Shortening(source).of(in);
        }
    }

    /** Returns the text with the placeholders, in UTF-8. */
    public byte[] text() {
        return text.clone();
    }

    /** Returns the long strings by their placeholders. */
    public Map<String, LongString> strings() {
        return strings;
    }

    /**
     * Returns whether each placeholder is one string of a document, and none is a part of another text or in a list
     * with other items, which may be the parts of one text.
     */
    public boolean isWholeIn(JsonNode document) {
        Set<String> left = new HashSet<>(strings.keySet());
        return isWholeIn(document, left) && left.isEmpty();
    }

    private boolean isWholeIn(JsonNode value, Set<String> left) {
        if (value.isString()) {
            String string = value.stringValue();
            return left.remove(string) || !string.contains(mark);
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            if (member.getKey().contains(mark) || !isWholeIn(member.getValue(), left)) {
                return false;
            }
        }
        int before = left.size();
        for (int i = 0; i < value.size(); i++) {
            if (value.isArray() && !isWholeIn(value.path(i), left)) {
                return false;
            }
        }
        return !value.isArray() || value.size() == 1 || left.size() == before;
    }

    /** One pass over a text. */
    private static final class Shortening {

        private final TextSource source;

        /** No service can know it, so none can send it. */
        private final String mark = "long-string-" + UUID.randomUUID() + "-";

        private final Map<String, LongString> strings = new LinkedHashMap<>();
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private final ByteArrayOutputStream string = new ByteArrayOutputStream();
        private boolean inString;
        private boolean escaped;
        private boolean afterLong;
        private long start;

        Shortening(TextSource source) {
            this.source = source;
        }

        Optional<ShortenedJson> of(InputStream in) throws IOException {
            byte[] chunk = new byte[CHUNK];
            long position = 0;
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                if (!add(chunk, count, position) || text.size() > LONGEST_TEXT) {
                    return Optional.empty();
                }
                position += count;
            }
            return inString || strings.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ShortenedJson(text.toByteArray(), mark, Map.copyOf(strings)));
        }

        /** Adds bytes. Returns false if the text is not JSON, or has a long key. */
        private boolean add(byte[] bytes, int count, long position) {
            int from = 0;
            for (int i = 0; i < count; i++) {
                byte b = bytes[i];
                if (!inString) {
                    if (afterLong && b == ':') {
                        return false;
                    }
                    afterLong &= b <= ' ';
                    if (b == '"') {
                        text.write(bytes, from, i - from);
                        from = i + 1;
                        inString = true;
                        start = position + i + 1;
                    }
                } else if (escaped) {
                    escaped = false;
                } else if (b == '\\') {
                    escaped = true;
                } else if (b == '"') {
                    keep(bytes, from, i);
                    end(position + i);
                    from = i + 1;
                }
            }
            if (inString) {
                keep(bytes, from, count);
            } else {
                text.write(bytes, from, count - from);
            }
            return true;
        }

        private void keep(byte[] bytes, int from, int to) {
            if (string.size() <= LONGEST_KEPT) {
                string.write(bytes, from, to - from);
            }
        }

        private void end(long position) {
            text.write('"');
            afterLong = string.size() > LONGEST_KEPT;
            if (afterLong) {
                String placeholder = mark + strings.size();
                strings.put(placeholder, new LongString(source, start, position));
                text.writeBytes(placeholder.getBytes(StandardCharsets.US_ASCII));
            } else {
                text.writeBytes(string.toByteArray());
            }
            text.write('"');
            string.reset();
            inString = false;
        }
    }
}

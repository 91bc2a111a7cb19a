package io.github.recorder.matching;

import io.github.recorder.recording.PythonFloat;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Bytes that are equal exactly if two requests are equal as values: the order of keys does not count, and numbers count
 * by value, so {@code 1}, {@code 1.0} and {@code 1e0} are equal. Only a digest reads them. Every part is written with
 * its type and length, so different values never give the same bytes.
 */
final class CanonicalForm {

    /** A double without a fraction is written as a long if it is smaller than this. */
    private static final double LONG_LIMIT = 0x1p63;

    private final boolean normalizing;
    private byte[] bytes = new byte[2048];
    private int size;
    /** Whether a normalized form would differ; known once the raw form is written. */
    private boolean normalizationMatters;

    private CanonicalForm(boolean normalizing) {
        this.normalizing = normalizing;
    }

    /** Returns the form of a body, raw or normalized; also for no body. */
    static CanonicalForm of(@Nullable JsonNode body, boolean normalizing) {
        CanonicalForm form = new CanonicalForm(normalizing);
        form.body(body);
        return form;
    }

    /** Returns the digest of everything that was added so far. */
    Digest digest() {
        return Digest.of(bytes, size);
    }

    /** Whether the normalized form of the same body may differ from this form. */
    boolean normalizationMatters() {
        return normalizationMatters;
    }

    /** Adds the service, method and endpoint of a request. */
    void address(WireRequest request) {
        @Nullable String service = request.service();
        if (service == null) {
            one('-');
        } else {
            string(service);
        }
        string(request.method());
        string(request.endpoint());
    }

    private void body(@Nullable JsonNode body) {
        if (body == null) {
            one('-');
        } else {
            value(body, true);
        }
    }

    private void value(JsonNode value, boolean root) {
        switch (value.getNodeType()) {
            case OBJECT -> object(value, root, false);
            case ARRAY -> {
                one('[');
                length(value.size());
                for (JsonNode item : value) {
                    value(item, true);
                }
            }
            case STRING -> text(value.stringValue());
            case NUMBER -> number(value);
            case BOOLEAN -> one(value.booleanValue() ? 't' : 'f');
            case NULL -> one('n');
            case BINARY, POJO, MISSING -> throw new IllegalArgumentException(value.getNodeType() + " is no JSON value");
        }
    }

    private void object(JsonNode object, boolean root, boolean withoutProjectId) {
        int count = object.size();
        String[] names = new String[count];
        int next = 0;
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            names[next++] = entry.getKey();
        }
        Arrays.sort(names);
        one('{');
        length(withoutProjectId ? count - 1 : count);
        for (String name : names) {
            if (withoutProjectId && RequestNormalization.isProjectId(name)) {
                continue;
            }
            JsonNode value = object.path(name);
            string(name);
            if (root && RequestNormalization.losesProjectId(name, value)) {
                normalizationMatters = true;
                object(value, false, normalizing);
            } else {
                value(value, false);
            }
        }
    }

    private void text(String text) {
        String normal = RequestNormalization.text(text);
        normalizationMatters |= !normal.equals(text);
        string(normalizing ? normal : text);
    }

    private void number(JsonNode number) {
        if (number.isIntegralNumber()) {
            integer(number.numberValue().toString());
            return;
        }
        double value = number.doubleValue();
        double rounded = PythonFloat.round5(value);
        normalizationMatters |= Double.compare(rounded, value) != 0;
        if (normalizing) {
            value = rounded;
        }
        if (value == Math.rint(value) && !Double.isInfinite(value)) {
            integer(
                    Math.abs(value) < LONG_LIMIT
                            ? Long.toString((long) value)
                            : new BigDecimal(value).toBigInteger().toString());
        } else {
            one('.');
            number(Double.doubleToLongBits(value));
        }
    }

    private void integer(String digits) {
        one('#');
        length(digits.length());
        for (int i = 0; i < digits.length(); i++) {
            one(digits.charAt(i));
        }
    }

    /** Writes the number of UTF-16 units, and each unit in one to three bytes. A lone surrogate is an ordinary unit. */
    private void string(String text) {
        one('"');
        int length = text.length();
        length(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            room(3);
            if (c < 0x80) {
                bytes[size++] = (byte) c;
            } else if (c < 0x800) {
                bytes[size++] = (byte) (0xC0 | (c >> 6));
                bytes[size++] = (byte) (0x80 | (c & 0x3F));
            } else {
                bytes[size++] = (byte) (0xE0 | (c >> 12));
                bytes[size++] = (byte) (0x80 | (c >> 6 & 0x3F));
                bytes[size++] = (byte) (0x80 | (c & 0x3F));
            }
        }
    }

    private void length(int length) {
        room(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (length >> shift);
        }
    }

    private void number(long bits) {
        length((int) (bits >> 32));
        length((int) bits);
    }

    private void one(char c) {
        room(1);
        bytes[size++] = (byte) c;
    }

    private void room(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, (int)
                    Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
    }
}

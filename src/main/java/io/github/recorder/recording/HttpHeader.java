package io.github.recorder.recording;

import java.util.Collection;
import java.util.Optional;

/**
 * One header line of a request or a response. Several may share a name.
 *
 * @param name the name as sent; case-insensitive
 * @param value the value as sent
 */
public record HttpHeader(String name, String value) {

    /** Returns whether this header has a name. */
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** Returns the first value of a header; empty if there is none. */
    public static Optional<String> first(Collection<HttpHeader> headers, String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(HttpHeader::value)
                .findFirst();
    }

    /**
     * Returns whether a client accepts a content coding: whether it names it without the weight 0 (RFC 9110, 12.5.3).
     *
     * @param acceptEncoding the value of {@code Accept-Encoding}
     * @param coding the coding in lower case; {@code *} in the value does not count as its name
     */
    public static boolean acceptsCoding(String acceptEncoding, String coding) {
        for (String one : acceptEncoding.split(",", -1)) {
            String[] parts = one.split(";", 2);
            boolean refused = parts.length > 1 && parts[1].strip().matches("[qQ]=0(\\.0*)?");
            if (parts[0].strip().equalsIgnoreCase(coding) && !refused) {
                return true;
            }
        }
        return false;
    }
}

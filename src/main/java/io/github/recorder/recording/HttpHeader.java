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
}

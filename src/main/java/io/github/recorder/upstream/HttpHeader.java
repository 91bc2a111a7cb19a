package io.github.recorder.upstream;

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
}

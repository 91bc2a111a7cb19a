package io.github.recorder.upstream;

/**
 * One header line of a request or a response; several may have one name.
 *
 * @param name the name as it was sent, whose case does not count
 * @param value the value as it was sent
 */
public record HttpHeader(String name, String value) {

    /** Returns whether this is a header of that name. */
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}

package io.github.recorder.provider;

import org.jspecify.annotations.Nullable;

/**
 * How a service receives its key.
 *
 * @param header the name of the request header that carries the key
 * @param scheme the text before the key in the header's value, for instance {@code "Bearer "}; may be empty
 * @param variable the environment variable that usually holds the key; null if there is none
 */
public record ApiKey(String header, String scheme, @Nullable String variable) {

    /** Creates a key in {@code Authorization: Bearer}. */
    static ApiKey bearer(@Nullable String variable) {
        return new ApiKey("Authorization", "Bearer ", variable);
    }

    /** Creates a key that is the whole value of a header. */
    static ApiKey header(String header, @Nullable String variable) {
        return new ApiKey(header, "", variable);
    }

    /** Returns the value of the header. */
    public String value(String key) {
        return scheme + key;
    }
}

package io.github.recorder.recording;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One header line of a request or a response. Several may share a name.
 *
 * @param name the name as sent; case-insensitive
 * @param value the value as sent
 */
public record HttpHeader(String name, String value) {

    private static final Set<String> OF_CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /**
     * Returns whether this header belongs to one connection (RFC 9110, 7.6.1), to the message's framing, or to the
     * client that writes it. The pseudo-headers of HTTP/2 count as such.
     */
    public boolean isOfConnection() {
        return name.startsWith(":") || OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT));
    }

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

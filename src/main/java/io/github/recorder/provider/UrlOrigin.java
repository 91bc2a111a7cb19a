package io.github.recorder.provider;

import java.util.Locale;

/** The scheme, host and port of a URL in one spelling, so that equal origins are equal texts. */
final class UrlOrigin {

    private static final String LOOPBACK = "localhost";

    private UrlOrigin() {}

    /**
     * Returns a URL with its origin in one spelling: in lower case, without the default port, and with {@code
     * localhost} for every name and address of the loopback interface. Path, query and fragment stay as they are. A
     * text without a scheme and a host is returned unchanged.
     */
    static String unified(String url) {
        int separator = url.indexOf("://");
        if (separator < 0) {
            return url;
        }
        String scheme = url.substring(0, separator).toLowerCase(Locale.ROOT);
        int start = separator + "://".length();
        int end = start;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String authority = url.substring(start, end);
        int host = authority.lastIndexOf('@') + 1;
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > host && colon > authority.lastIndexOf(']');
        String name = authority.substring(host, hasPort ? colon : authority.length());
        String port = hasPort ? authority.substring(colon + 1) : "";
        return scheme + "://"
                + authority.substring(0, host)
                + (LoopbackHost.matches(name) ? LOOPBACK : name.toLowerCase(Locale.ROOT))
                + (port.isEmpty() || port.equals(defaultPort(scheme)) ? "" : ":" + port)
                + url.substring(end);
    }

    private static String defaultPort(String scheme) {
        return scheme.equals("https") ? "443" : "80";
    }
}

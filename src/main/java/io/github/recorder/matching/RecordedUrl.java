package io.github.recorder.matching;

import java.util.Locale;

/**
 * The parts of a URL as Python's {@code urllib.parse.urlparse} defines them, because the identity hash depends on it.
 * Never fails.
 *
 * @param authority the text between {@code //} and the path, including port and user; empty if there is none
 * @param path the path without parameters, query and fragment, not decoded
 */
record RecordedUrl(String authority, String path) {

    /**
     * The schemes for which Python removes {@code ;parameters} from the last segment of the path, including the empty
     * scheme.
     */
    private static final String WITH_PARAMETERS =
            " ftp hdl prospero http https shttp rtsp rtsps rtspu sip sips mms sftp tel ";

    static RecordedUrl of(String url) {
        String rest = url;
        String scheme = "";
        int colon = rest.indexOf(':');
        if (colon > 0 && isScheme(rest, colon)) {
            scheme = rest.substring(0, colon).toLowerCase(Locale.ROOT);
            rest = rest.substring(colon + 1);
        }
        String authority = "";
        if (rest.startsWith("//")) {
            int end = 2;
            while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
                end++;
            }
            authority = rest.substring(2, end);
            rest = rest.substring(end);
        }
        String path = until(until(rest, '#', 0), '?', 0);
        if (scheme.isEmpty() || WITH_PARAMETERS.contains(" " + scheme + " ")) {
            path = until(path, ';', Math.max(0, path.lastIndexOf('/')));
        }
        return new RecordedUrl(authority, path);
    }

    private static String until(String text, char end, int from) {
        int index = text.indexOf(end, from);
        return index < 0 ? text : text.substring(0, index);
    }

    private static boolean isScheme(String url, int end) {
        for (int i = 0; i < end; i++) {
            char c = url.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!letter && (i == 0 || !other)) {
                return false;
            }
        }
        return true;
    }
}

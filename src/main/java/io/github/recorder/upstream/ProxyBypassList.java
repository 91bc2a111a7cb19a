package io.github.recorder.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The list in the environment variable {@code NO_PROXY}, separated by commas or blanks: hosts, each including its
 * subdomains and, if given, only at that port; {@code *} for all. This machine always belongs to the list.
 *
 * @param entries in lower case, without leading dots
 */
record ProxyBypassList(List<String> entries) {

    static ProxyBypassList parse(String list) {
        List<String> entries = new ArrayList<>(List.of("localhost", "127.0.0.1", "::1"));
        for (String word : list.split("[,\\s]+", -1)) {
            String entry = word.toLowerCase(Locale.ROOT);
            if (entry.startsWith("*.")) {
                entry = entry.substring(1);
            }
            while (entry.startsWith(".")) {
                entry = entry.substring(1);
            }
            if (!entry.isEmpty()) {
                entries.add(entry);
            }
        }
        return new ProxyBypassList(List.copyOf(entries));
    }

    /** Returns whether requests to a host bypass the proxy. */
    boolean covers(String host, int port) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        String name = bare.toLowerCase(Locale.ROOT);
        for (String entry : entries) {
            String wanted = entry.endsWith(":" + port) && !entry.startsWith(":")
                    ? entry.substring(0, entry.length() - (":" + port).length())
                    : entry;
            if (wanted.equals("*") || name.equals(wanted) || name.endsWith("." + wanted)) {
                return true;
            }
        }
        return false;
    }
}

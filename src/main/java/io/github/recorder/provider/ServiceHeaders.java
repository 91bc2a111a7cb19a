package io.github.recorder.provider;

import io.github.recorder.recording.HttpHeader;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The response headers of a real service that are passed on and recorded. */
public final class ServiceHeaders {

    /** The prefix, in lower case, of the names of this plugin's own headers. */
    public static final String OURS = "x-recorder-";

    private static final String CORS = "access-control-";

    private ServiceHeaders() {}

    /**
     * Returns the headers without this plugin's own, and without the CORS headers of a service, which must not decide
     * which pages may read this server's responses.
     */
    public static List<HttpHeader> passedOn(Collection<HttpHeader> headers) {
        return headers.stream()
                .filter(header -> {
                    String name = header.name().toLowerCase(Locale.ROOT);
                    return !name.startsWith(OURS) && !name.startsWith(CORS);
                })
                .toList();
    }
}

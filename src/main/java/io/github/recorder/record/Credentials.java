package io.github.recorder.record;

import io.github.recorder.provider.ApiKey;
import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.KnownServices;
import io.github.recorder.provider.Upstream;
import io.github.recorder.recording.HttpHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of a request to the real service: the test's own, or, if the test has none or only the dummy, those
 * in the upstream's environment variable. The dummy itself is never sent.
 *
 * @param headers the request's headers with the right key
 * @param query the request's query with the right key; null if there is none
 */
record Credentials(List<HttpHeader> headers, @Nullable String query) {

    private static final Set<String> HEADERS = KnownServices.keyHeaders();
    private static final String QUERY_KEY = "key=";

    /** Thrown if a required key is missing. The message says what to do. */
    static final class MissingKeyException extends Exception {
        private static final long serialVersionUID = 1L;

        MissingKeyException(String message) {
            super(message);
        }
    }

    /**
     * Returns the credentials for a request.
     *
     * @param dialect the request's dialect
     * @throws MissingKeyException if the test sent the dummy and the upstream's variable is unset
     */
    static Credentials of(
            List<HttpHeader> headers,
            @Nullable String query,
            Upstream upstream,
            Dialect dialect,
            RecordingSettings settings)
            throws MissingKeyException {
        String variable = upstream.keyVariable();
        String key = variable == null ? null : settings.environment().apply(variable);
        boolean usable = key != null && !key.isBlank();
        boolean dummy = isDummy(headers, query, settings.dummyKey());
        boolean own = !dummy
                && (headers.stream().anyMatch(Credentials::isCredential)
                        || (query != null && ("&" + query).contains("&" + QUERY_KEY)));
        if (own) {
            return new Credentials(headers, query);
        }
        if (dummy && variable != null && !usable) {
            throw new MissingKeyException("No key for the upstream " + upstream.name()
                    + ": the test has only the plugin's dummy, and the environment variable " + variable
                    + " is not set. Set it, give the client of the test a key of its own, or name another"
                    + " variable with <keyVariable>.");
        }
        List<HttpHeader> right = new ArrayList<>();
        for (HttpHeader header : headers) {
            if (!isCredential(header)) {
                right.add(header);
            }
        }
        if (usable && key != null) {
            ApiKey form = KnownServices.key(upstream.name(), dialect);
            right.add(new HttpHeader(form.header(), form.value(key.strip())));
        }
        return new Credentials(List.copyOf(right), dummy ? withoutKey(query) : query);
    }

    private static boolean isDummy(List<HttpHeader> headers, @Nullable String query, String dummyKey) {
        return headers.stream()
                        .anyMatch(
                                header -> isCredential(header) && header.value().contains(dummyKey))
                || (query != null && query.contains(QUERY_KEY + dummyKey));
    }

    private static boolean isCredential(HttpHeader header) {
        return HEADERS.contains(header.name().toLowerCase(Locale.ROOT));
    }

    private static @Nullable String withoutKey(@Nullable String query) {
        if (query == null) {
            return null;
        }
        List<String> kept = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
            if (!parameter.startsWith(QUERY_KEY)) {
                kept.add(parameter);
            }
        }
        return kept.isEmpty() ? null : String.join("&", kept);
    }
}

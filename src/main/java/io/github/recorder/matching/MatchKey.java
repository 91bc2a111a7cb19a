package io.github.recorder.matching;

/**
 * The key by which a request is looked up. Requests with equal {@link #normalized} are the same. If {@link #raw} is
 * equal too, they differ at most in the order of keys and the notation of numbers.
 *
 * @param normalized the digest of service, method, endpoint and normalized body
 * @param raw the digest of the body before normalization and the user's rules and with the ids of tool calls, and of
 *     the endpoint if the rules changed it
 */
public record MatchKey(Digest normalized, Digest raw) {

    /** Returns the key of a live or recorded request. A missing body and an empty object are different bodies. */
    public static MatchKey of(WireRequest request) {
        CanonicalForm form = CanonicalForm.of(request.body(), false);
        Digest raw = form.digest();
        // The endpoint comes after the body, so that the form of the body is usually built only once.
        CanonicalForm whole = form.normalizationMatters() ? CanonicalForm.of(request.body(), true) : form;
        whole.address(request);
        Digest exact = request.exact();
        return new MatchKey(whole.digest(), exact == null ? raw : exact);
    }

    /** Returns the digest of a body before normalization, and of method and endpoint if they distinguish requests. */
    static Digest exact(WireRequest request, boolean withEndpoint) {
        CanonicalForm form = CanonicalForm.of(request.body(), false);
        if (withEndpoint) {
            form.address(request.at(null));
        }
        return form.digest();
    }
}

package io.github.recorder.matching;

/**
 * The key by which a request is looked up. Two requests are the same if {@link #normalized} is equal; if {@link #raw}
 * is equal
 * too, they are exactly the same, except for the order of keys and the spelling of numbers.
 *
 * @param normalized the digest of service, method, endpoint and normalized body
 * @param raw the digest of the body as it is, before the user's rules, and of an endpoint that they changed
 */
public record MatchKey(Digest normalized, Digest raw) {

    /** Returns the key of a request, live or recorded. No body and an empty object are different bodies. */
    public static MatchKey of(WireRequest request) {
        CanonicalForm form = CanonicalForm.of(request.body(), false);
        Digest raw = form.digest();
        // The address comes after the body, so that the body's form is mostly made once.
        CanonicalForm whole = form.normalizationMatters() ? CanonicalForm.of(request.body(), true) : form;
        whole.address(request);
        Digest exact = request.exact();
        return new MatchKey(whole.digest(), exact == null ? raw : exact);
    }

    /** Returns the digest of a body as it is, and of method and endpoint, too, if they tell requests apart. */
    static Digest exact(WireRequest request, boolean withEndpoint) {
        CanonicalForm form = CanonicalForm.of(request.body(), false);
        if (withEndpoint) {
            form.address(request.at(null));
        }
        return form.digest();
    }
}

package io.github.recorder.matching;

/**
 * What a request is looked up by. Two requests are the same where {@link #normalized} is equal; where {@link #raw} is equal
 * too they are so to the letter, but for the order of keys and the spelling of numbers.
 *
 * @param normalized the digest of method, endpoint and normalized body
 * @param raw the digest of method, endpoint and body as it is
 */
public record MatchKey(Digest normalized, Digest raw) {

    /** Returns the key of a request, live or recorded. No body and an empty object are different bodies. */
    public static MatchKey of(WireRequest request) {
        CanonicalForm form = CanonicalForm.of(request, false);
        Digest raw = form.digest();
        Digest normalized =
                form.normalizationMatters() ? CanonicalForm.of(request, true).digest() : raw;
        return new MatchKey(normalized, raw);
    }
}

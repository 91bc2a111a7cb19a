package io.github.recorder.prune;

import io.github.recorder.matching.Digest;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.WireRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * The parts of a recorded request that are compared.
 *
 * @param test the test that made it, as in the recording; null if it is shared by all tests
 * @param place service, method and path without a query: what two requests have in common if one supersedes the other
 * @param content what was sent, without what the user's own rules take out
 * @param same the digest of everything that counted when the run compared requests
 * @param exact the digest of what was sent
 */
record RequestKey(@Nullable String test, String place, JsonNode content, Digest same, Digest exact) {

    /** Returns the key of a request in the form in which a run compared it. */
    static RequestKey of(@Nullable String test, WireRequest form) {
        String endpoint = form.endpoint();
        int query = endpoint.indexOf('?');
        String path = query < 0 ? endpoint : endpoint.substring(0, query);
        MatchKey key = MatchKey.of(form);
        return new RequestKey(
                test,
                form.method() + " " + form.service() + " " + path,
                Objects.requireNonNullElse(form.body(), NullNode.getInstance()),
                key.normalized(),
                key.raw());
    }

    /**
     * Whether a test that was answered to the other request may as well be answered from this one's recording. It is
     * not if both are of one test and differ by what does not count: then the other one is what the test sends now.
     */
    boolean isSameAs(RequestKey other) {
        return same.equals(other.same) && (exact.equals(other.exact) || !Objects.equals(test, other.test));
    }
}

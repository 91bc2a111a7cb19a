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
 * @param place service, method and path without a query, which two requests must share if one supersedes the other
 * @param content the request without the parts that the user's rules ignore
 * @param same the digest of everything that counted when the run compared requests
 * @param exact the digest of the unchanged request
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
     * Returns whether a test that was served the other recording could also be served this one. It could not if both
     * belong to one test and differ only in ignored parts: then the other one is what the test now sends.
     */
    boolean isSameAs(RequestKey other) {
        return same.equals(other.same) && (exact.equals(other.exact) || !Objects.equals(test, other.test));
    }
}

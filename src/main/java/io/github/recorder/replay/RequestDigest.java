package io.github.recorder.replay;

import io.github.recorder.matching.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The digest of a request's bytes, and of the headers that its response depends on. An identical request needs no
 * parsing.
 */
final class RequestDigest {

    private RequestDigest() {}

    /**
     * Returns the digest, which does not depend on the test.
     *
     * @param headers the names of the headers that may count
     */
    static Digest of(Exchange exchange, Set<String> headers) {
        MessageDigest sha = Digest.sha256();
        add(sha, exchange.method());
        add(sha, exchange.path());
        add(sha, exchange.query());
        add(sha, exchange.host());
        add(sha, exchange.headers().first("Host"));
        add(sha, exchange.headers().first("Content-Type"));
        for (String name : new TreeSet<>(headers)) {
            add(sha, exchange.headers().first(name));
        }
        sha.update(exchange.body().duplicate());
        return Digest.ofSha256(sha.digest());
    }

    private static void add(MessageDigest sha, @Nullable String part) {
        if (part != null) {
            sha.update(part.getBytes(StandardCharsets.UTF_8));
        }
        // A byte that never occurs in UTF-8, because null and empty must differ.
        sha.update((byte) (part == null ? 0xFF : 0xFE));
    }
}

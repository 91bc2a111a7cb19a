package io.github.recorder.matching;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The parts of a request that are compared: what an SDK sends, whether the request comes
 * from a live exchange or is rebuilt from a recording.
 *
 * @param service the service that it is for, as its recordings name it; null if the request is compared whatever its
 *     service
 * @param method the HTTP method in upper case
 * @param endpoint the path, without the upstream segment and with {@code /v1} exactly once, and the query where it
 *     counts
 * @param body the JSON that was sent; null if there was none
 * @param exact the digest of the request before the user's rules changed its form; null if they did not
 */
public record WireRequest(
        @Nullable String service,
        String method,
        String endpoint,
        @Nullable JsonNode body,
        @Nullable Digest exact) {

    /** A request that is compared as it is. */
    public WireRequest(@Nullable String service, String method, String endpoint, @Nullable JsonNode body) {
        this(service, method, endpoint, body, null);
    }

    /** A request that is compared as it is, whatever its service. */
    public WireRequest(String method, String endpoint, @Nullable JsonNode body) {
        this(null, method, endpoint, body, null);
    }

    /** Returns the endpoint as a person is told of it, with the service where it is known. */
    public String place() {
        return service == null || !service.contains("://") ? endpoint : endpoint + " at " + service;
    }

    /**
     * Whether method and endpoint are those of another request, and the service is, unless that of one of them is not
     * known.
     */
    public boolean hasPlaceOf(WireRequest other) {
        return method.equals(other.method) && endpoint.equals(other.endpoint) && !isKnownElsewhere(other);
    }

    private boolean isKnownElsewhere(WireRequest other) {
        return service != null && other.service != null && !service.equals(other.service);
    }

    /** Returns this request with its service only if that is known to be another than that of a request. */
    WireRequest seenFrom(WireRequest other) {
        return isKnownElsewhere(other) ? this : at(null);
    }

    /** Returns the same request, for another service. */
    public WireRequest at(@Nullable String other) {
        return new WireRequest(other, method, endpoint, body, exact);
    }

    /**
     * Returns the form in which the user's rules have it compared.
     *
     * @param before the digest of this request
     */
    WireRequest comparedAs(String otherEndpoint, @Nullable JsonNode otherBody, Digest before) {
        return new WireRequest(service, method, otherEndpoint, otherBody, before);
    }
}

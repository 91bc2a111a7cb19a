package io.github.recorder.matching;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The parts of a request that are compared, in the form that an SDK sends. The request is either live or rebuilt from a
 * recording.
 *
 * @param service the target service, as its recordings name it; null if the request is compared regardless of its
 *     service
 * @param method the HTTP method in upper case
 * @param endpoint the path, without the upstream segment and with {@code /v1} exactly once, and the query if it counts
 * @param body the JSON that was sent; null if there was none
 * @param exact the digest of the request before its form was changed by the user's rules, or because of the ids of tool
 *     calls; null if it was not changed
 */
public record WireRequest(
        @Nullable String service,
        String method,
        String endpoint,
        @Nullable JsonNode body,
        @Nullable Digest exact) {

    /** Creates a request that no rule of the user changes. */
    public WireRequest(@Nullable String service, String method, String endpoint, @Nullable JsonNode body) {
        this(service, method, endpoint, body, null);
    }

    /** Creates a request that no rule of the user changes, and that is compared regardless of its service. */
    public WireRequest(String method, String endpoint, @Nullable JsonNode body) {
        this(null, method, endpoint, body, null);
    }

    /** Returns the endpoint for messages, with the service if it is known. */
    public String place() {
        return service == null || !service.contains("://") ? endpoint : endpoint + " at " + service;
    }

    /**
     * Returns whether method and endpoint are equal to another request's, and the services are equal or one of them is
     * unknown.
     */
    public boolean hasPlaceOf(WireRequest other) {
        return method.equals(other.method) && endpoint.equals(other.endpoint) && !isKnownElsewhere(other);
    }

    private boolean isKnownElsewhere(WireRequest other) {
        return service != null && other.service != null && !service.equals(other.service);
    }

    /** Returns this request with its service only if that is known to differ from another request's. */
    WireRequest seenFrom(WireRequest other) {
        return isKnownElsewhere(other) ? this : at(null);
    }

    /** Returns a copy for another service. */
    public WireRequest at(@Nullable String other) {
        return new WireRequest(other, method, endpoint, body, exact);
    }

    /**
     * Returns a copy that is marked as changed.
     *
     * @param before the digest of the request before the change
     */
    WireRequest comparedAs(String otherEndpoint, @Nullable JsonNode otherBody, Digest before) {
        return new WireRequest(service, method, otherEndpoint, otherBody, before);
    }
}

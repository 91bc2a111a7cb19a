package io.github.recorder.interchange;

import io.github.recorder.recording.HttpHeader;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A request and its response as they were on the wire, in the file of another tool or for one.
 *
 * @param method the HTTP method in upper case
 * @param url the whole URL with its query; only path and query if the file names no host
 * @param requestHeaders the request headers; each value of a repeated name is separate
 * @param requestBody the bytes of the request body; empty if there is none
 * @param status the HTTP status code
 * @param responseHeaders the response headers; each value of a repeated name is separate
 * @param responseBody the bytes of the response body, without its content coding
 */
record ForeignExchange(
        String method,
        String url,
        List<HttpHeader> requestHeaders,
        ByteBuffer requestBody,
        int status,
        List<HttpHeader> responseHeaders,
        ByteBuffer responseBody) {

    private static final int LEAST_STATUS = 200;
    private static final int MOST_STATUS = 599;

    /** Keeps copies of the lists. */
    ForeignExchange {
        requestHeaders = List.copyOf(requestHeaders);
        responseHeaders = List.copyOf(responseHeaders);
    }

    /** Returns whether the status code is one that ends an exchange. */
    static boolean isFinal(int status) {
        return status >= LEAST_STATUS && status <= MOST_STATUS;
    }

    /** Returns whether the file names the host of the request. */
    boolean hasHost() {
        return !url.startsWith("/");
    }

    /** Returns a copy with another URL. */
    ForeignExchange at(String otherUrl) {
        return new ForeignExchange(
                method, otherUrl, requestHeaders, requestBody, status, responseHeaders, responseBody);
    }
}

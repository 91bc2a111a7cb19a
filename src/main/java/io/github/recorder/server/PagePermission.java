package io.github.recorder.server;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * The permission for a page of another origin to call the server and to read its responses. Only pages whose origin the
 * user allows get it, and always from this server: a service's own permission is for another server.
 *
 * <p>Source: <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">CORS protocol</a>.
 */
final class PagePermission {

    private static final String METHOD = "Access-Control-Request-Method";
    private static final String HEADERS = "Access-Control-Request-Headers";

    private PagePermission() {}

    /** Returns whether a browser asks for permission before it sends a page's request. */
    static boolean isAskedFor(Request request) {
        return HttpMethod.OPTIONS.is(request.getMethod())
                && request.getHeaders().contains(METHOD);
    }

    /** Adds the headers that let the page of a request read the response, and send what its browser asks for. */
    static void grant(Request request, Response response) {
        HttpFields asked = request.getHeaders();
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("Access-Control-Allow-Origin", asked.get(HttpHeader.ORIGIN));
        headers.put("Access-Control-Expose-Headers", "*");
        headers.add(HttpHeader.VARY, HttpHeader.ORIGIN.asString());
        if (isAskedFor(request)) {
            headers.put("Access-Control-Allow-Methods", asked.get(METHOD));
            if (asked.contains(HEADERS)) {
                headers.put("Access-Control-Allow-Headers", asked.get(HEADERS));
            }
        }
    }
}

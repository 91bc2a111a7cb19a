package io.github.recorder.server;

import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import java.nio.ByteBuffer;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The transport's own response, for a request that never reaches the responder or that the responder failed to handle.
 *
 * @param status the HTTP status code
 * @param code an error code for programs
 * @param message what happened and what to do, for readers
 * @param headers headers that belong to the status, such as {@code Allow}
 */
record TransportError(int status, String code, String message, List<HttpHeader> headers) {

    /** The methods in {@code Allow}. The responder also receives requests with others. */
    static final List<HttpHeader> ALLOW =
            List.of(new HttpHeader("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));

    static TransportError foreignHost(String host) {
        return new TransportError(
                403,
                "foreign_host",
                "This server answers only requests for 127.0.0.1, localhost, [::1], host.docker.internal or"
                        + " host.testcontainers.internal, and this one is for \"" + host
                        + "\". Call it by the URL that the build prints, or allow the name with <allowedHosts>"
                        + " (-Drecorder.allowedHosts); a name that merely points here is refused to keep web pages"
                        + " out.",
                List.of());
    }

    static TransportError foreignOrigin(String origin) {
        return new TransportError(
                403,
                "foreign_origin",
                "A page in a browser made this request, and the page is not from this server but from " + origin
                        + ". Such requests are refused so that no web page can use the recorder or the keys behind it."
                        + " If it is a page of your own tests, name its origin in <allowedOrigins>"
                        + " (-Drecorder.allowedOrigins).",
                List.of());
    }

    static TransportError trace() {
        return new TransportError(
                405,
                "method_not_allowed",
                "TRACE is not answered here. Ask with the method that the provider has for this path.",
                ALLOW);
    }

    static TransportError webSocket() {
        return new TransportError(
                501,
                "not_implemented",
                "WebSockets are neither recorded nor replayed here. Let the test use the service's HTTP interface,"
                        + " or call the service past this server.",
                List.of());
    }

    static TransportError connect() {
        return new TransportError(
                405,
                "method_not_allowed",
                "This server is no proxy. Give its URL to the client as base URL instead of as proxy; or let the build"
                        + " intercept the hosts of known services with <intercept>true</intercept>"
                        + " (-Drecorder.intercept).",
                ALLOW);
    }

    static TransportError notIntercepted(String host) {
        return new TransportError(
                403,
                "not_intercepted",
                "No tunnel leads to " + host
                        + " because it is not in the list of intercepted hosts; this server does not forward requests."
                        + " Name it in <guardedHosts> (-Drecorder.guardedHosts) if its calls are to be recorded and"
                        + " replayed; otherwise let its clients go past this server.",
                List.of());
    }

    static TransportError anotherHost(String host, String expected) {
        return new TransportError(
                421,
                "misdirected_request",
                "This connection was made for " + expected + ", and the request is for " + host
                        + ". Make a connection for each host.",
                List.of());
    }

    static TransportError tooLong(int maxBodyBytes) {
        return new TransportError(
                413,
                "request_too_large",
                "The request body is longer than " + maxBodyBytes + " bytes, the most that is taken. Send less.",
                List.of());
    }

    static TransportError tooMuchAtOnce() {
        return new TransportError(
                429,
                "requests_too_large",
                "The requests that are under way at once are too long for the memory of the recorder."
                        + " Send fewer at once, or give Maven more memory, for instance MAVEN_OPTS=-Xmx2g.",
                List.of(new HttpHeader("Retry-After", "1")));
    }

    /** The response to a failure of the server. Only the log contains the details. */
    static TransportError internal() {
        return new TransportError(
                500,
                "internal_error",
                "The recorder failed at this request. The log of the Maven build says more.",
                List.of());
    }

    /** Jetty's description of the problem with a request's head. */
    static TransportError notHttp(int status, String reason) {
        return new TransportError(
                status, "http_error", "The request is not HTTP as it is understood here: " + reason + ".", List.of());
    }

    /**
     * Returns the response: JSON in which the SDKs of all known services find the message, and the header that tells
     * them not to retry.
     */
    WireResponse response() {
        ObjectNode json = Json.nodes().objectNode();
        json.put("type", "error");
        json.putObject("error")
                .put("message", message)
                .put("type", "recorder_error")
                .put("code", code);
        return new WireResponse(status, headers, ByteBuffer.wrap(Json.compact(json)))
                .with(new HttpHeader("Content-Type", MediaType.JSON))
                .with(new HttpHeader("x-should-retry", "false"));
    }
}

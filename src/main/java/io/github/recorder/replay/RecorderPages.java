package io.github.recorder.replay;

import io.github.recorder.diagnosis.MissMessage;
import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The recorder's own responses, in the provider's error shape, so that its SDK shows the text in its exception. */
public final class RecorderPages {

    /** The error code that distinguishes our miss from a recorded error. */
    private static final String MISS_CODE = "recording_not_found";

    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private static final HttpHeader JSON = new HttpHeader("Content-Type", MediaType.JSON);
    private static final HttpHeader MISS = new HttpHeader("X-Recorder-Miss", "true");

    private RecorderPages() {}

    /** Returns the response to an unmatched request. */
    public static RecorderResponse.Missed missed(Dialect dialect, MissMessage why) {
        String text = why.text();
        return new RecorderResponse.Missed(
                text,
                why.noted(),
                why.log(),
                error(dialect, 404, text, MISS_CODE).with(MISS));
    }

    /** Returns the response to an unreadable request. */
    public static RecorderResponse.Refused refused(Dialect dialect, String text) {
        return new RecorderResponse.Refused(error(dialect, 400, text, "invalid_request"));
    }

    /**
     * Returns the response to a request whose service is unknown; it counts as a miss.
     *
     * @param request its method and path, their secrets hidden
     */
    public static RecorderResponse.Missed unaddressed(String request, Dialect dialect, ReplaySettings settings) {
        String[] segments = request.split("/", 3);
        String first = segments.length < 2 ? "" : segments[1];
        String text = request + " is for no known service: "
                + (first.isEmpty() ? "its path is empty" : first + " is not the name of one")
                + ". Begin the path with one of these names: "
                + settings.upstreams().names().stream().sorted().collect(Collectors.joining(", "))
                + ". Or give the service a name and a URL in <upstreams>.";
        String noted = request + " (its path names no service)";
        return new RecorderResponse.Missed(
                text, noted, text, error(dialect, 400, text, "unknown_service").with(MISS));
    }

    /** Returns the response to {@code OPTIONS} for no service, which lists the methods of the server itself. */
    static RecorderResponse.Banner options() {
        return new RecorderResponse.Banner(
                new WireResponse(204, List.of(new HttpHeader("Allow", METHODS)), ByteBuffer.allocate(0)));
    }

    /** Returns the response to a request that the configuration does not allow to be sent to the real service. */
    public static RecorderResponse.Refused unsent(Dialect dialect, int status, String text) {
        return new RecorderResponse.Refused(error(dialect, status, text, "not_sent"));
    }

    /** Returns the response to a request that is not sent to a real service because it may not come from the tests. */
    public static RecorderResponse.Refused stranger(Dialect dialect, String text) {
        return new RecorderResponse.Refused(error(dialect, 403, text, "no_run_token"));
    }

    /** Returns the response to a request that the real service did not answer. Clients may retry it. */
    public static RecorderResponse.Unreachable unreachable(Dialect dialect, String text) {
        ByteBuffer body = ByteBuffer.wrap(Json.compact(dialect.error(502, text, "upstream_unreachable")));
        return new RecorderResponse.Unreachable(text, new WireResponse(502, List.of(JSON), body));
    }

    /** Returns the response to {@code GET /}, for browsers and health checks. */
    public static RecorderResponse.Banner greeting(int recordings, String directory) {
        String text = "Recorder: replaying " + recordings + " recordings of " + directory + "\n";
        ByteBuffer body = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        HttpHeader type = new HttpHeader("Content-Type", "text/plain;charset=utf-8");
        return new RecorderResponse.Banner(new WireResponse(200, List.of(type), body));
    }

    private static WireResponse error(Dialect dialect, int status, String text, String code) {
        ByteBuffer body = ByteBuffer.wrap(Json.compact(dialect.error(status, text, code)));
        // The services' SDKs retry some errors, which is of no use here.
        return new WireResponse(status, List.of(JSON, new HttpHeader("x-should-retry", "false")), body);
    }
}

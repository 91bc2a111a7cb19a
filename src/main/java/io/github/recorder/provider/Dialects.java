package io.github.recorder.provider;

import io.github.recorder.matching.ServiceRules;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingOutline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * All dialects, and the choice among them. The order matters: the first dialect that recognizes a request or a
 * recording handles it, and plain HTTP, which accepts everything, comes last. Immutable and thread-safe.
 */
public final class Dialects {

    private final ServiceRules rules;
    private final Dialect http = new HttpDialect();
    private final List<Dialect> dialects = new ArrayList<>();

    /** Creates the dialects of the {@linkplain KnownServices known services}, and those of no service. */
    public Dialects() {
        this(ServiceRules.NONE);
    }

    /**
     * Creates the dialects for requests that are compared by the user's rules.
     *
     * @param rules the rules that {@link ComparableRequests} applies to the requests of all dialects
     */
    public Dialects(ServiceRules rules) {
        this.rules = rules;
        dialects.add(new ToolDialect());
        dialects.addAll(KnownServices.dialects());
        dialects.add(http);
    }

    /** Returns the user's rules about equal requests. */
    public ServiceRules rules() {
        return rules;
    }

    /** Returns the names of the dialects, in the order in which they are asked. */
    public List<String> names() {
        return dialects.stream().map(Dialect::name).toList();
    }

    /** Returns the request that a client sends for this recording; empty if no HTTP request can match it. */
    public Optional<WireRequest> wire(RecordedRequest recorded) {
        return dialects.stream()
                .flatMap(dialect -> dialect.wire(recorded).stream())
                .findFirst();
    }

    /** Returns the dialect that turns this recording into a response; plain HTTP if no request can match it. */
    public Dialect dialectOf(RecordedRequest recorded) {
        return dialects.stream()
                .filter(dialect -> dialect.wire(recorded).isPresent())
                .findFirst()
                .orElse(http);
    }

    /**
     * Returns the response of a recording in its wire format. The shape of the recording gives the default status,
     * headers and body. Recorded headers, exact bytes, and a recorded cut replace these defaults.
     *
     * @throws IllegalArgumentException if the recorded bytes are invalid
     */
    public WireResponse respond(Recording recording) {
        RecordedResponse response = recording.response();
        WireResponse usual = asRecorded(dialectOf(recording.request()).respond(recording), response);
        return RawBody.in(response).map(usual::with).orElse(usual);
    }

    /**
     * Returns a response of a recording in its wire format, as {@link #respond(Recording)} does; empty if it is made
     * from the whole recording.
     *
     * @param outline the recording, which has the parts of its bodies
     * @param response a response of the recording, possibly one within another
     * @throws IllegalArgumentException if the recorded bytes are invalid
     */
    public Optional<WireResponse> respond(RecordingOutline outline, RecordedResponse response) {
        Recording recording = outline.recording().with(response);
        Optional<byte[]> raw = RawBody.in(response);
        return dialectOf(recording.request())
                .form(recording)
                .wire(response, outline.parts(response.document()))
                .map(usual -> asRecorded(usual, response))
                .map(usual -> raw.map(usual::with).orElse(usual));
    }

    /**
     * Returns a response of a recording whose bodies stay in its file; empty if its wire format is made from the whole
     * recording.
     *
     * @param response a response of the recording, possibly one within another
     */
    public Optional<FiledResponse> filed(RecordingOutline outline, RecordedResponse response) {
        Recording recording = outline.recording();
        return FiledResponse.of(dialectOf(recording.request()).form(recording.with(response)), outline, response)
                .map(filed -> filed.with(asRecorded(filed.head(), response)));
    }

    /** Returns the response with the recorded headers and the recorded cut, if there are any. */
    private static WireResponse asRecorded(WireResponse usual, RecordedResponse response) {
        List<HttpHeader> headers = RecordedHeaders.in(response);
        WireResponse.Ending ending = response.cut() ? WireResponse.Ending.CUT : usual.ending();
        return new WireResponse(usual.status(), headers == null ? usual.headers() : headers, usual.body(), ending);
    }

    /**
     * Returns the dialect of a live request by its path alone.
     *
     * @param method the HTTP method in upper case
     * @param endpoint the path from {@link Endpoint}, with the query if there is one
     */
    public Dialect forEndpoint(String method, String endpoint) {
        return dialects.stream()
                .filter(dialect -> dialect.read(method, endpoint, null).isPresent())
                .findFirst()
                .orElse(http);
    }

    /**
     * Returns the dialect of a live request: usually that of its path. It is that of the service if no dialect
     * recognizes the path, or if the path is one of OpenAI's and the service does not offer OpenAI's API.
     *
     * @param method the HTTP method in upper case
     * @param endpoint the parsed path of the request
     */
    public Dialect forEndpoint(String method, Endpoint endpoint) {
        Dialect byPath = forEndpoint(method, endpoint.pathAndQuery());
        return KnownServices.named(endpoint.upstream())
                .filter(service -> byPath.equals(http) || (byPath instanceof OpenAiDialect && !service.openAiToo()))
                .map(KnownService::dialect)
                .orElse(byPath);
    }

    /**
     * Returns the form in which a live request is compared with those of {@link #wire}.
     *
     * @param method the HTTP method in upper case
     * @param endpoint the parsed path of the request
     * @param body the parsed body; null if there was none
     */
    public WireRequest read(String method, Endpoint endpoint, @Nullable JsonNode body) {
        return read(dialects, method, endpoint, body);
    }

    /**
     * The same as {@link #read(String, Endpoint, JsonNode)} for a known service, with only the dialects that it offers.
     */
    WireRequest read(Upstream service, String method, Endpoint endpoint, @Nullable JsonNode body) {
        boolean openAi =
                KnownServices.named(service.name()).map(KnownService::openAiToo).orElse(true);
        List<Dialect> offered = openAi
                ? dialects
                : dialects.stream()
                        .filter(dialect -> !(dialect instanceof OpenAiDialect))
                        .toList();
        return read(offered, method, endpoint, body);
    }

    private static WireRequest read(List<Dialect> dialects, String method, Endpoint endpoint, @Nullable JsonNode body) {
        String target = endpoint.pathAndQuery(body);
        return dialects.stream()
                .flatMap(dialect -> dialect.read(method, target, body).stream())
                .findFirst()
                .orElseGet(() -> new WireRequest(method, target, body));
    }
}

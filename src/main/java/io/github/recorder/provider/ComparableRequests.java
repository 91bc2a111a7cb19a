package io.github.recorder.provider;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.RecordedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The one place in which a request, live or recorded, becomes what is compared. A request has a few forms, and two
 * requests are the same if they have one in common. Immutable and thread-safe.
 *
 * <p>Where the service is known, the first form names it, and both kinds of request get it from one URL: the one that a
 * recording of the request names. The service is known of a recorded request if its URL is at the base URL of a known
 * or configured service, and of a live one if its path or the configuration names the service. All other requests are
 * compared whatever their service:
 * <ul>
 * <li>a live request that names a service may be that of a recording from a host that nothing is known of,
 * llama-stack's for instance;
 * <li>a live request that names no service may be that of any recording.
 * </ul>
 *
 * <p>{@link Endpoint} says what counts in the path of an LLM service. For any other service path and query count
 * exactly.
 *
 * <p>The user's own rules are applied to each form, so a recording that was made before a rule is found by it, too.
 * A rule for one service applies to the form that names it.
 */
public final class ComparableRequests {

    /** Stands for all hosts that nothing is known of, in requests to LLM services. */
    private static final String UNKNOWN = "?";

    /** Stands for all hosts that nothing is known of, in requests whose path and query count exactly. */
    private static final String UNKNOWN_EXACTLY = "=?";

    private final UpstreamTable upstreams;
    private final Dialects dialects;

    /** Makes what compares requests to these services. */
    public ComparableRequests(UpstreamTable upstreams, Dialects dialects) {
        this.upstreams = upstreams;
        this.dialects = dialects;
    }

    /** Returns the forms of a live request, at least one; the first is the one to show. */
    public List<WireRequest> of(LiveRequest live) {
        Endpoint endpoint = live.endpoint();
        WireRequest anywhere = dialects.read(live.method(), endpoint, live.body());
        Optional<Upstream> addressed =
                upstreams.addressed(endpoint, dialects.forEndpoint(live.method(), endpoint), live.host());
        if (addressed.isEmpty()) {
            return List.of(byRules(null, anywhere));
        }
        Upstream service = addressed.get();
        List<WireRequest> forms = new ArrayList<>();
        String base = service.recordedAs();
        if (base != null) {
            String url = service.recordedUrl(endpoint);
            UpstreamTable.Place place = upstreams
                    .placeOf(url)
                    .orElseGet(() -> new UpstreamTable.Place(service, url.substring(base.length())));
            WireRequest form = at(place.service(), place.path(), live.method(), live.body());
            forms.add(byRules(place.service(), form));
        }
        if (service.isLlm()) {
            forms.add(byRules(null, anywhere.at(UNKNOWN)));
        } else if (live.host() == null) {
            forms.add(byRules(
                    null, new WireRequest(UNKNOWN_EXACTLY, live.method(), rooted(endpoint.sent()), live.body())));
        }
        return List.copyOf(forms);
    }

    /** Returns the forms of a recorded request, the one to show first; none if nothing can ask for it over HTTP. */
    public List<WireRequest> of(RecordedRequest recorded) {
        Optional<WireRequest> wire = dialects.wire(recorded);
        if (wire.isEmpty()) {
            return List.of();
        }
        WireRequest anywhere = wire.get();
        Optional<UpstreamTable.Place> place = url(recorded).flatMap(upstreams::placeOf);
        List<WireRequest> forms = new ArrayList<>();
        if (place.isPresent()) {
            forms.add(byRules(place.get().service(), at(place.get(), recorded, anywhere)));
            forms.add(byRules(null, anywhere));
            return List.copyOf(forms);
        }
        forms.add(anywhere);
        forms.add(anywhere.at(UNKNOWN));
        if (recorded instanceof RecordedRequest.Http http) {
            String path = rooted(Endpoint.ofUrl(http.url()).sent());
            WireRequest exact = new WireRequest(method(http.method()), path, payload(http));
            forms.add(exact.at(UNKNOWN_EXACTLY));
            // A host that is intercepted is a service of its own.
            forms.add(exact.at(origin(http.url())));
        }
        return forms.stream().map(form -> byRules(null, form)).toList();
    }

    /**
     * Returns the form in which recordings are compared with each other; empty if nothing can ask for the request over
     * HTTP. A host that nothing is known of is a service of its own.
     */
    public Optional<WireRequest> amongRecordings(RecordedRequest recorded) {
        List<WireRequest> forms = of(recorded);
        Optional<String> url = url(recorded);
        if (forms.isEmpty() || url.isEmpty() || url.flatMap(upstreams::placeOf).isPresent()) {
            return forms.stream().findFirst();
        }
        return Optional.of(forms.get(forms.size() - 1).at(origin(url.get())));
    }

    /** Returns a form after the rules for its service, and those for all, were applied. */
    private WireRequest byRules(@Nullable Upstream service, WireRequest form) {
        return dialects.rules().of(service == null ? null : service.name()).applied(form);
    }

    private WireRequest at(UpstreamTable.Place place, RecordedRequest recorded, WireRequest anywhere) {
        if (recorded instanceof RecordedRequest.Http http) {
            return at(place.service(), place.path(), method(http.method()), payload(http));
        }
        return anywhere.at(place.service().recordedAs());
    }

    /**
     * Returns the form of a request to a known service.
     *
     * @param path what comes after the base URL, with the query
     */
    private WireRequest at(Upstream service, String path, String method, @Nullable JsonNode body) {
        String rooted = rooted(path);
        if (!service.isLlm()) {
            String base = String.valueOf(service.recordedAs());
            boolean hasPath = base.indexOf('/', base.indexOf("://") + "://".length()) >= 0;
            return new WireRequest(base, method, hasPath ? path : rooted, body);
        }
        WireRequest form = dialects.read(service, method, Endpoint.ofUrl(rooted), body);
        // A model has one name in all projects; what it says need not be the same.
        return form.at(service.recordedAs() + GooglePath.scope(rooted));
    }

    /** At a host, no path and the root are one path on the wire. */
    private static String rooted(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    private static Optional<String> url(RecordedRequest recorded) {
        if (recorded instanceof RecordedRequest.Http http) {
            return Optional.of(http.url());
        }
        return recorded instanceof RecordedRequest.Inference inference
                ? Optional.of(inference.url())
                : Optional.empty();
    }

    /** Returns scheme, host and port of a URL; the whole text if it has no path. */
    private static String origin(String url) {
        int host = url.indexOf("://") + "://".length();
        int path = url.indexOf('/', host);
        return path < 0 ? url : url.substring(0, path);
    }

    private static String method(String method) {
        return method.toUpperCase(Locale.ROOT);
    }

    private static @Nullable JsonNode payload(RecordedRequest.Http http) {
        JsonNode payload = http.payload();
        return payload.isNull() || payload.isMissingNode() ? null : payload;
    }
}

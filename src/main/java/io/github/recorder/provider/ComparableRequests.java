package io.github.recorder.provider;

import io.github.recorder.matching.MatchingRules;
import io.github.recorder.matching.ToolCallIds;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.RecordedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Converts live and recorded requests to the forms in which they are compared. A request has a few forms, and two
 * requests are the same if they have one in common. Immutable and thread-safe.
 *
 * <p>If the service is known, the first form names it. Both kinds of request derive it from the URL that a recording of
 * the request names. The service of a recorded request is known if its URL is at the base URL of a known or configured
 * service, and that of a live one if its path or the configuration names the service. All other requests are compared
 * regardless of their service:
 * <ul>
 * <li>a live request that names a service may match a recording from an unknown host, for instance llama-stack's;
 * <li>a live request that names no service may match any recording.
 * </ul>
 *
 * <p>{@link Endpoint} defines which parts of the path count for LLM services. For any other service, path and query
 * count exactly.
 *
 * <p>The user's rules are applied to each form, so they also find recordings that are older than the rules. A rule for
 * one service applies to the form that names it. The ids of tool calls do not count.
 */
public final class ComparableRequests {

    /** Represents all unknown hosts, in requests to LLM services. */
    private static final String UNKNOWN = "?";

    /** Represents all unknown hosts, in requests whose path and query count exactly. */
    private static final String UNKNOWN_EXACTLY = "=?";

    private final UpstreamTable upstreams;
    private final Dialects dialects;

    /** Creates the converter for requests to these services. */
    public ComparableRequests(UpstreamTable upstreams, Dialects dialects) {
        this.upstreams = upstreams;
        this.dialects = dialects;
    }

    /** A form before the rules, and the service whose rules apply to it; null if it is not known. */
    private record ServiceForm(@Nullable Upstream service, WireRequest request) {}

    /** Returns the forms of a live request, at least one; messages show the first. */
    public List<WireRequest> of(LiveRequest live) {
        return byRules(forms(live));
    }

    /** Returns the forms of a recorded request, the one for messages first; none if no HTTP request can match it. */
    public List<WireRequest> of(RecordedRequest recorded) {
        return byRules(forms(recorded));
    }

    /** Returns the values of a live request that the user's rules leave out, as in {@link MatchingRules#values}. */
    public Map<String, JsonNode> ruledValues(LiveRequest live) {
        return dialects.rules().isEmpty() ? Map.of() : ruledValues(forms(live));
    }

    /** Returns the values of a recorded request that the user's rules leave out. */
    public Map<String, JsonNode> ruledValues(RecordedRequest recorded) {
        return ruledValues(forms(recorded));
    }

    private Map<String, JsonNode> ruledValues(List<ServiceForm> forms) {
        return forms.isEmpty()
                ? Map.of()
                : rules(forms.get(0).service()).values(forms.get(0).request());
    }

    private List<ServiceForm> forms(LiveRequest live) {
        Endpoint endpoint = live.endpoint();
        WireRequest anywhere = dialects.read(live.method(), endpoint, live.body());
        Optional<Upstream> addressed =
                upstreams.addressed(endpoint, dialects.forEndpoint(live.method(), endpoint), live.host());
        if (addressed.isEmpty()) {
            return List.of(new ServiceForm(null, anywhere));
        }
        Upstream service = addressed.get();
        List<ServiceForm> forms = new ArrayList<>();
        String base = service.recordedAs();
        if (base != null) {
            String url = service.recordedUrl(endpoint);
            UpstreamTable.Place place = upstreams
                    .placeOf(url)
                    .orElseGet(() -> new UpstreamTable.Place(service, url.substring(base.length())));
            WireRequest form = at(place.service(), place.path(), live.method(), live.body());
            forms.add(new ServiceForm(place.service(), form));
        }
        if (service.isLlm()) {
            forms.add(new ServiceForm(null, anywhere.at(UNKNOWN)));
        } else if (live.host() == null) {
            forms.add(new ServiceForm(
                    null, new WireRequest(UNKNOWN_EXACTLY, live.method(), rooted(endpoint.sent()), live.body())));
        }
        return List.copyOf(forms);
    }

    private List<ServiceForm> forms(RecordedRequest recorded) {
        Optional<WireRequest> wire = dialects.wire(recorded);
        if (wire.isEmpty()) {
            return List.of();
        }
        WireRequest anywhere = wire.get();
        Optional<UpstreamTable.Place> place = url(recorded).flatMap(upstreams::placeOf);
        if (place.isPresent()) {
            return List.of(
                    new ServiceForm(place.get().service(), at(place.get(), recorded, anywhere)),
                    new ServiceForm(null, anywhere));
        }
        List<WireRequest> forms = new ArrayList<>();
        forms.add(anywhere);
        forms.add(anywhere.at(UNKNOWN));
        if (recorded instanceof RecordedRequest.Http http) {
            String path = rooted(Endpoint.ofUrl(http.url()).sent());
            WireRequest exact = new WireRequest(method(http.method()), path, payload(http));
            forms.add(exact.at(UNKNOWN_EXACTLY));
            // An intercepted host is a service of its own.
            forms.add(exact.at(origin(http.url())));
        }
        return forms.stream().map(form -> new ServiceForm(null, form)).toList();
    }

    /**
     * Returns the form in which recordings are compared with each other; empty if no HTTP request can match. An unknown
     * host is a service of its own.
     */
    public Optional<WireRequest> amongRecordings(RecordedRequest recorded) {
        List<ServiceForm> forms = forms(recorded);
        Optional<String> url = url(recorded);
        if (forms.isEmpty() || url.isEmpty() || forms.get(0).service() != null) {
            return forms.stream().findFirst().map(this::byRules);
        }
        return Optional.of(byRules(forms.get(forms.size() - 1)).at(origin(url.get())));
    }

    private List<WireRequest> byRules(List<ServiceForm> forms) {
        return forms.stream().map(this::byRules).toList();
    }

    private WireRequest byRules(ServiceForm form) {
        WireRequest compared = rules(form.service()).applied(form.request());
        return form.service() == null || form.service().isLlm() ? ToolCallIds.numbered(compared) : compared;
    }

    /** Returns the rules for a service, including those for all services. */
    private MatchingRules rules(@Nullable Upstream service) {
        return dialects.rules().of(service == null ? null : service.name());
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
     * @param path the part of the URL after the base URL, with the query
     */
    private WireRequest at(Upstream service, String path, String method, @Nullable JsonNode body) {
        String rooted = rooted(path);
        if (!service.isLlm()) {
            String base = String.valueOf(service.recordedAs());
            boolean hasPath = base.indexOf('/', base.indexOf("://") + "://".length()) >= 0;
            return new WireRequest(base, method, hasPath ? path : rooted, body);
        }
        WireRequest form = dialects.read(service, method, Endpoint.ofUrl(rooted), body);
        // A model has the same name in all projects, but its responses may differ.
        return form.at(service.recordedAs() + GooglePath.scope(rooted));
    }

    /** On the wire, an empty path and the root are the same. */
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

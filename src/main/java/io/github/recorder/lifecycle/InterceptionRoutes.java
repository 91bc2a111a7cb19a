package io.github.recorder.lifecycle;

import io.github.recorder.provider.Upstream;
import io.github.recorder.provider.UpstreamTable;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of the upstreams with HTTPS URLs, and the upstream of a request that names only its address. Immutable.
 *
 * <p>Several upstreams may share a host and port, for instance behind a gateway. Then the longest base path that begins
 * the request's path decides. Upstreams with the same base path share an additional name, and the dialect of the
 * request chooses among them ({@link UpstreamTable#sharing}).
 */
final class InterceptionRoutes {

    private static final int HTTPS_PORT = 443;
    private static final String VERSION = "/v1";

    private final List<Route> places;

    /**
     * The address of one or more upstreams.
     *
     * @param base the prefix of request paths, without the version, which some clients drop; empty, or begins with a
     *     slash
     * @param upstreams their names, in order
     * @param recordAs whether recordings name another address
     */
    private record Route(String host, int port, String base, Set<String> upstreams, boolean recordAs) {

        String name() {
            return isShared()
                    ? (authority() + base).replace('/', '_')
                    : upstreams.iterator().next();
        }

        boolean isShared() {
            return upstreams.size() > 1;
        }

        String authority() {
            return host + (port == HTTPS_PORT ? "" : ":" + port);
        }

        boolean begins(String path) {
            return path.startsWith(base) && (path.length() == base.length() || path.charAt(base.length()) == '/');
        }

        /**
         * Returns the path at this server. A gateway's prefix does not belong in recordings that name the service
         * itself.
         */
        String pathHere(String path) {
            return "/" + name() + (recordAs && begins(path) ? path.substring(base.length()) : path);
        }
    }

    private InterceptionRoutes(List<Route> places) {
        this.places = places;
    }

    /** Finds the routes of some upstreams. */
    static InterceptionRoutes of(UpstreamTable upstreams) {
        Map<List<Object>, Route> places = new LinkedHashMap<>();
        for (String name : new TreeSet<>(upstreams.names())) {
            Upstream upstream = upstreams.named(name).orElseThrow();
            URI url = upstream.url() == null ? null : URI.create(upstream.url());
            if (url != null && "https".equalsIgnoreCase(url.getScheme())) {
                Route place = new Route(
                        url.getHost().toLowerCase(Locale.ROOT),
                        url.getPort() < 0 ? HTTPS_PORT : url.getPort(),
                        base(url),
                        Set.of(name),
                        upstream.recordAs() != null);
                places.merge(List.of(place.host(), place.port(), place.base()), place, InterceptionRoutes::shared);
            }
        }
        List<Route> longestFirst = new ArrayList<>(places.values());
        longestFirst.sort(Comparator.comparing((Route place) -> place.base().length())
                .reversed()
                .thenComparing(Route::host)
                .thenComparing(Route::port));
        return new InterceptionRoutes(List.copyOf(longestFirst));
    }

    private static Route shared(Route one, Route other) {
        Set<String> names = new TreeSet<>(one.upstreams());
        names.addAll(other.upstreams());
        return new Route(one.host(), one.port(), one.base(), names, one.recordAs() || other.recordAs());
    }

    private static String base(URI url) {
        String path = Objects.requireNonNullElse(url.getRawPath(), "");
        String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return plain.endsWith(VERSION) ? plain.substring(0, plain.length() - VERSION.length()) : plain;
    }

    /** Returns the hosts, in lower case. */
    Set<String> hosts() {
        return places.stream().map(Route::host).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns additional upstreams for the shared addresses, of which only the address is known. */
    List<Upstream> shared() {
        return places.stream()
                .filter(Route::isShared)
                .map(place -> new Upstream(place.name(), "https://" + place.authority() + place.base()))
                .toList();
    }

    /** Returns the names that represent several upstreams, each with its upstreams. */
    Map<String, Set<String>> sharers() {
        return places.stream().filter(Route::isShared).collect(Collectors.toMap(Route::name, Route::upstreams));
    }

    /**
     * Returns the path at this server for a request to another address.
     *
     * @param host in lower case
     * @param path the request's path there, percent-encoded
     * @return null if no upstream has this address
     */
    @Nullable
    String pathHere(String host, int port, String path) {
        List<Route> there = places.stream()
                .filter(place -> place.host().equals(host) && place.port() == port)
                .toList();
        return there.stream()
                .filter(place -> there.size() == 1 || place.begins(path))
                .findFirst()
                .map(place -> place.pathHere(path))
                .orElse(null);
    }
}

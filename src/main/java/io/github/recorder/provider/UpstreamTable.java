package io.github.recorder.provider;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The services that a client can name by the first segment of its base URL's path. Immutable. */
public final class UpstreamTable {

    private static final UpstreamTable BUILT_IN = new UpstreamTable(Map.of(), null, false, Map.of())
            .with(KnownServices.named().map(UpstreamTable::upstream).toList());

    private final Map<String, Upstream> byName;
    private final @Nullable String usual;
    private final boolean oneForAll;
    private final Map<String, Set<String>> sharing;
    private final List<ServiceBase> bases;

    private UpstreamTable(
            Map<String, Upstream> byName, @Nullable String usual, boolean oneForAll, Map<String, Set<String>> sharing) {
        this.byName = byName;
        this.usual = usual;
        this.oneForAll = oneForAll;
        this.sharing = sharing;
        this.bases = bases(byName, sharing.keySet());
    }

    /** Returns a service as if it were configured. */
    private static Upstream upstream(KnownService service) {
        return new Upstream(
                Objects.requireNonNull(service.name()),
                service.url(),
                Upstream.AUTO,
                null,
                service.key().variable());
    }

    /** Returns the services that need no configuration. */
    public static UpstreamTable builtIn() {
        return BUILT_IN;
    }

    /** Returns these services and some more; a new one replaces one of the same name. */
    public UpstreamTable with(Collection<Upstream> more) {
        Map<String, Upstream> all = new LinkedHashMap<>(byName);
        more.forEach(upstream -> all.put(upstream.name(), upstream));
        return new UpstreamTable(Map.copyOf(all), usual, oneForAll, sharing);
    }

    /**
     * Returns these services with a default for requests whose path names none.
     *
     * @param name the default; null to use the default of each dialect
     */
    public UpstreamTable withUsual(@Nullable String name) {
        return new UpstreamTable(byName, name, oneForAll, sharing);
    }

    /**
     * Returns these services, all at one URL that the user gave. It receives every request that names no service,
     * whatever its path, except for the bare root, which belongs to the recorder.
     */
    public UpstreamTable withOneForAll() {
        return new UpstreamTable(byName, usual, true, sharing);
    }

    /**
     * Returns these services with names that several of them share because they share an address. A request for a
     * shared name goes to the default service among them. If none of them is the default, it goes to the service of
     * that name itself.
     *
     * @param names the shared names, each of one of these services, with the names of those that share it
     */
    public UpstreamTable sharing(Map<String, Set<String>> names) {
        return new UpstreamTable(byName, usual, oneForAll, Map.copyOf(names));
    }

    /** Returns the names, each a path segment. */
    public Set<String> names() {
        return byName.keySet();
    }

    /** Returns the name of a request's service; a service of that name may not exist. */
    public String nameFor(Endpoint endpoint, Dialect dialect) {
        String named = endpoint.upstream() == null ? usual : endpoint.upstream();
        if (named == null) {
            return KnownServices.usual(dialect);
        }
        Set<String> sharers = sharing.getOrDefault(named, Set.of());
        if (usual != null && sharers.contains(usual)) {
            return usual;
        }
        String own = KnownServices.usual(dialect);
        return sharers.contains(own) ? own : named;
    }

    /** Returns the service of a name; empty if there is none, or if the name is null. */
    public Optional<Upstream> named(@Nullable String name) {
        return name == null ? Optional.empty() : Optional.ofNullable(byName.get(name));
    }

    /**
     * Returns the service of a name for a request to one of its hosts: at this host, unless the user configured its
     * address.
     *
     * @param host with its port, unless that is 443; null if the client named none
     */
    public Optional<Upstream> named(@Nullable String name, @Nullable String host) {
        return named(name).map(service -> host == null || isConfigured(service) ? service : service.at(host));
    }

    /**
     * Returns the service that a request's path or the configuration names; empty if neither does. One URL for all
     * services names that of a request that is not for an LLM.
     *
     * @param dialect the request's dialect, which chooses among services that share a name
     * @param host the host that its client addressed, as for {@link #named(String, String)}
     */
    public Optional<Upstream> addressed(Endpoint endpoint, Dialect dialect, @Nullable String host) {
        boolean forAll = oneForAll && dialect.name().equals(Upstream.HTTP);
        return endpoint.upstream() == null && usual == null && !forAll
                ? Optional.empty()
                : named(nameFor(endpoint, dialect), host);
    }

    /**
     * Returns whether the service of a request is unknown: neither its path nor the configuration names one, and its
     * path is not one of an LLM API.
     */
    public boolean isUnaddressed(Endpoint endpoint, Dialect dialect) {
        return endpoint.upstream() == null
                && usual == null
                && (!oneForAll || endpoint.path().equals("/"))
                && dialect.name().equals(Upstream.HTTP);
    }

    /** Returns whether a request is for an LLM service, or may be, because it names none. */
    public boolean isLlm(Endpoint endpoint) {
        String named = endpoint.upstream() == null ? usual : endpoint.upstream();
        return named == null
                || Stream.concat(Stream.of(named), sharing.getOrDefault(named, Set.of()).stream())
                        .anyMatch(name -> named(name).filter(Upstream::isLlm).isPresent());
    }

    /**
     * Returns the service and path of a URL: the service with the longest base URL that begins the URL, recorded or
     * real; empty if there is none. Spellings of one origin count as equal, such as {@code localhost} and {@code
     * 127.0.0.1}.
     */
    public Optional<Place> placeOf(String url) {
        return placeOf(url, Optional.empty());
    }

    /**
     * Returns the service and path of a URL in a response.
     *
     * @param sender the service that sent it, which is preferred if several services have the same base URL
     */
    public Optional<Place> placeOf(String url, Optional<Upstream> sender) {
        String unified = UrlOrigin.unified(url);
        Place found = null;
        int longest = -1;
        for (ServiceBase base : bases) {
            if (base.url().length() < longest) {
                break;
            }
            if (begins(unified, base.url()) && (found == null || sender.equals(Optional.of(base.service())))) {
                longest = base.url().length();
                found = new Place(base.service(), unified.substring(longest));
            }
        }
        return Optional.ofNullable(found);
    }

    /**
     * Returns a link as recordings name it: at the recorded base URL of its service instead of the real one; empty if
     * they name it as it is.
     *
     * @param sender the service that sent it, which is preferred if several services have the same base URL
     */
    public Optional<String> asRecorded(String link, Upstream sender) {
        return placeOf(link, Optional.of(sender))
                .filter(place ->
                        !Objects.equals(place.service().url(), place.service().recordedAs()))
                .map(place -> place.service().recordedAs() + place.path());
    }

    /** Returns the base URLs of services, recorded and real, the longest first, then by name. */
    private static List<ServiceBase> bases(Map<String, Upstream> byName, Set<String> shared) {
        return byName.values().stream()
                // Those that share the address of a shared name are in the table themselves.
                .filter(service -> !shared.contains(service.name()))
                .sorted(Comparator.comparing(Upstream::name))
                .flatMap(service -> Stream.of(service.recordedAs(), service.url())
                        .filter(Objects::nonNull)
                        .map(url -> new ServiceBase(UrlOrigin.unified(url), service)))
                .sorted(Comparator.comparing(base -> -base.url().length()))
                .toList();
    }

    private static boolean begins(String url, String base) {
        return url.startsWith(base) && (url.length() == base.length() || "/?".indexOf(url.charAt(base.length())) >= 0);
    }

    /** A base URL of a service, with its origin in one spelling. */
    private record ServiceBase(String url, Upstream service) {}

    /**
     * A path at a service.
     *
     * @param path the part after the base URL, with the query; empty, or begins with a slash or a question mark
     */
    public record Place(Upstream service, String path) {}

    private static boolean isConfigured(Upstream service) {
        String usual = BUILT_IN.named(service.name()).map(Upstream::url).orElse(null);
        return service.url() != null && !service.url().equals(usual);
    }
}

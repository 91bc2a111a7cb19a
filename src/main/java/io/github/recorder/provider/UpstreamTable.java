package io.github.recorder.provider;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

    private UpstreamTable(
            Map<String, Upstream> byName, @Nullable String usual, boolean oneForAll, Map<String, Set<String>> sharing) {
        this.byName = byName;
        this.usual = usual;
        this.oneForAll = oneForAll;
        this.sharing = sharing;
    }

    /** Returns a service as if it had been configured. */
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

    /** Returns these services and some more; one that has the name of another takes its place. */
    public UpstreamTable with(Collection<Upstream> more) {
        Map<String, Upstream> all = new LinkedHashMap<>(byName);
        more.forEach(upstream -> all.put(upstream.name(), upstream));
        return new UpstreamTable(Map.copyOf(all), usual, oneForAll, sharing);
    }

    /**
     * Returns these services, of which one is meant by calls whose path names none.
     *
     * @param name null if each dialect means its own
     */
    public UpstreamTable withUsual(@Nullable String name) {
        return new UpstreamTable(byName, name, oneForAll, sharing);
    }

    /**
     * Returns these services, all of which are at one URL that the user gave. It gets every request that names no
     * service, whatever its path; only the bare root stays the recorder's own.
     */
    public UpstreamTable withOneForAll() {
        return new UpstreamTable(byName, usual, true, sharing);
    }

    /**
     * Returns these services, of which some share a place and so a name: a call for that name is for the one among them
     * that is meant by calls whose path names none. Where that is none of them the call is for the service of the
     * shared name itself.
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

    /** Returns the name of the service that a call is for; there may be none of that name. */
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

    /** Returns the service of a name; empty if there is none, also for null. */
    public Optional<Upstream> named(@Nullable String name) {
        return name == null ? Optional.empty() : Optional.ofNullable(byName.get(name));
    }

    /**
     * Returns the service of a name for a call that its client meant for a host of that service: at this host, which
     * may be one of several, unless it was configured where the service is.
     *
     * @param host with its port, unless that is 443; null if the client named none
     */
    public Optional<Upstream> named(@Nullable String name, @Nullable String host) {
        return named(name).map(service -> host == null || isConfigured(service) ? service : service.at(host));
    }

    /**
     * Returns the service that a request is for because its path or the configuration names it; empty if neither does.
     *
     * @param dialect the request's, which chooses among services that share a name
     * @param host the host that its client meant, as for {@link #named(String, String)}
     */
    public Optional<Upstream> addressed(Endpoint endpoint, Dialect dialect, @Nullable String host) {
        return endpoint.upstream() == null && usual == null
                ? Optional.empty()
                : named(nameFor(endpoint, dialect), host);
    }

    /**
     * Whether nothing says which service a request is for: neither its path nor the configuration, nor that its path is
     * one of an LLM API.
     */
    public boolean isUnaddressed(Endpoint endpoint, Dialect dialect) {
        return endpoint.upstream() == null
                && usual == null
                && (!oneForAll || endpoint.path().equals("/"))
                && dialect.name().equals(Upstream.HTTP);
    }

    /** Whether a request is for a service of LLMs, or may be, because it names none. */
    public boolean isLlm(Endpoint endpoint) {
        String named = endpoint.upstream() == null ? usual : endpoint.upstream();
        return named == null
                || Stream.concat(Stream.of(named), sharing.getOrDefault(named, Set.of()).stream())
                        .anyMatch(name -> named(name).filter(Upstream::isLlm).isPresent());
    }

    /**
     * Returns the place that a URL names: at the service with the longest base URL that the URL begins with, be it the
     * one that recordings name or the real one; empty if no service is there.
     */
    public Optional<Place> placeOf(String url) {
        Place found = null;
        int longest = -1;
        for (String name : new TreeSet<>(byName.keySet())) {
            Upstream service = Objects.requireNonNull(byName.get(name));
            if (sharing.containsKey(name)) {
                continue; // Those that share the place are there themselves.
            }
            for (String base : Stream.of(service.recordedAs(), service.url())
                    .filter(Objects::nonNull)
                    .toList()) {
                if (base.length() > longest && begins(url, base)) {
                    longest = base.length();
                    found = new Place(service, url.substring(base.length()));
                }
            }
        }
        return Optional.ofNullable(found);
    }

    private static boolean begins(String url, String base) {
        return url.startsWith(base) && (url.length() == base.length() || "/?".indexOf(url.charAt(base.length())) >= 0);
    }

    /**
     * A place at a service.
     *
     * @param path what comes after the base URL, with the query; empty, or begins with a slash or a question mark
     */
    public record Place(Upstream service, String path) {}

    private static boolean isConfigured(Upstream service) {
        String usual = BUILT_IN.named(service.name()).map(Upstream::url).orElse(null);
        return service.url() != null && !service.url().equals(usual);
    }
}

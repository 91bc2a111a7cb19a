package io.github.recorder.provider;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The services that a client can name by the first segment of its base URL's path. Immutable. */
public final class UpstreamTable {

    private static final UpstreamTable BUILT_IN = new UpstreamTable(Map.of(), null, Map.of())
            .with(KnownServices.named().map(KnownService::upstream).toList());

    private final Map<String, Upstream> byName;
    private final @Nullable String usual;
    private final Map<String, Set<String>> sharing;

    private UpstreamTable(Map<String, Upstream> byName, @Nullable String usual, Map<String, Set<String>> sharing) {
        this.byName = byName;
        this.usual = usual;
        this.sharing = sharing;
    }

    /** Returns the services that need no configuration. */
    public static UpstreamTable builtIn() {
        return BUILT_IN;
    }

    /** Returns these services and some more; one that has the name of another takes its place. */
    public UpstreamTable with(Collection<Upstream> more) {
        Map<String, Upstream> all = new LinkedHashMap<>(byName);
        more.forEach(upstream -> all.put(upstream.name(), upstream));
        return new UpstreamTable(Map.copyOf(all), usual, sharing);
    }

    /**
     * Returns these services, of which one is meant by calls whose path names none.
     *
     * @param name null where each dialect means its own
     */
    public UpstreamTable withUsual(@Nullable String name) {
        return new UpstreamTable(byName, name, sharing);
    }

    /**
     * Returns these services, of which some share a place and so a name: a call for that name is for the one among them that is meant by calls
     * whose path names none. Where that is none of them the call is for the service of the shared name itself.
     *
     * @param names the shared names, each of one of these services, with the names of those that share it
     */
    public UpstreamTable sharing(Map<String, Set<String>> names) {
        return new UpstreamTable(byName, usual, Map.copyOf(names));
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

    /** Returns the service of a name; empty where there is none, also for null. */
    public Optional<Upstream> named(@Nullable String name) {
        return name == null ? Optional.empty() : Optional.ofNullable(byName.get(name));
    }

    /**
     * Returns the service of a name for a call that its client meant for a host of that service: at this host, which may be one of
     * several, unless it was configured where the service is.
     *
     * @param host with its port, unless that is 443; null where the client named none
     */
    public Optional<Upstream> named(@Nullable String name, @Nullable String host) {
        return named(name).map(service -> host == null || isConfigured(service) ? service : service.at(host));
    }

    private static boolean isConfigured(Upstream service) {
        String usual = BUILT_IN.named(service.name()).map(Upstream::url).orElse(null);
        return service.url() != null && !service.url().equals(usual);
    }
}

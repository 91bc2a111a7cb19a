package io.github.recorder.matching;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user's own rules about which requests are the same: for all requests, and for those to one service.
 *
 * @param general the rules for requests to services that have none of their own
 * @param byService for the name of a service that has rules of its own, these and the general ones
 */
public record ServiceRules(MatchingRules general, Map<String, MatchingRules> byService) {

    /** No rules. */
    public static final ServiceRules NONE = new ServiceRules(MatchingRules.NONE, Map.of());

    /** Keeps a copy of the map. */
    public ServiceRules {
        byService = Map.copyOf(byService);
    }

    /**
     * Returns the rules for requests to a service.
     *
     * @param name the service's name; null if it is not known
     */
    public MatchingRules of(@Nullable String name) {
        return name == null ? general : byService.getOrDefault(name, general);
    }

    /** Returns the names of all request headers that count at any service, in lower case. */
    public Set<String> headers() {
        return Stream.concat(Stream.of(general), byService.values().stream())
                .flatMap(rules -> rules.headers().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}

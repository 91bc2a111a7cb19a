package io.github.recorder.matching;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user's rules about equal requests: for all requests, and for those to one service.
 *
 * @param general the rules for services without rules of their own
 * @param byService the rules, including the general ones, by the name of a service with rules of its own
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

    /** Returns whether there are no rules, so that equal requests have equal values. */
    public boolean isEmpty() {
        return general.isEmpty() && byService.values().stream().allMatch(MatchingRules::isEmpty);
    }

    /** Returns the names of all request headers that are compared for any service, in lower case. */
    public Set<String> headers() {
        return Stream.concat(Stream.of(general), byService.values().stream())
                .flatMap(rules -> rules.headers().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}

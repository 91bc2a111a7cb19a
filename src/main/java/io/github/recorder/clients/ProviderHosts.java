package io.github.recorder.clients;

import io.github.recorder.provider.KnownServices;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The hosts of known services, each with the property that holds the URL to use instead. */
public final class ProviderHosts {

    private static final List<GuardedHost> BUILT_IN = KnownServices.all().stream()
            .flatMap(service -> service.hosts().stream().map(host -> new GuardedHost(host, service.name())))
            .toList();

    private ProviderHosts() {}

    /** Returns the table. */
    public static List<GuardedHost> builtIn() {
        return BUILT_IN;
    }

    /**
     * Returns the table with hosts that the user names.
     *
     * @param own names, or patterns with {@code *}, in any case
     */
    public static List<GuardedHost> with(List<String> own) {
        return Stream.concat(
                        BUILT_IN.stream(),
                        own.stream()
                                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                                .filter(host -> !host.isEmpty())
                                .map(host -> new GuardedHost(host, null)))
                .toList();
    }
}

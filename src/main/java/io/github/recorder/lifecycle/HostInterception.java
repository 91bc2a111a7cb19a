package io.github.recorder.lifecycle;

import io.github.recorder.clients.GuardedHost;
import io.github.recorder.clients.ProviderHosts;
import io.github.recorder.failure.FileFailure;
import io.github.recorder.provider.LoopbackHost;
import io.github.recorder.provider.Upstream;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.server.TlsInterceptionPolicy;
import io.github.recorder.tls.CertificateAuthority;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that a run's server intercepts: those of known services, of the upstreams, and of the user. Each belongs to
 * an upstream, a new one if no built-in service has it. Thread-safe.
 *
 * <p>The keys are in memory only. The trust stores of the test JVMs are on disk; they hold no secret, and only the
 * owner can read their folder.
 */
final class HostInterception implements TlsInterceptionPolicy, AutoCloseable {

    private final CertificateAuthority authority;
    private final String certificate;
    private final Path folder;
    private final List<GuardedHost> hosts;
    private final InterceptionRoutes places;
    private final UpstreamTable upstreams;
    private final Consumer<String> blocked;
    private final Consumer<String> warnings;
    private final Map<String, InterceptedHost> impostors = new ConcurrentHashMap<>();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    private HostInterception(
            CertificateAuthority authority,
            String certificate,
            Path folder,
            List<GuardedHost> hosts,
            InterceptionRoutes places,
            UpstreamTable upstreams,
            Consumer<String> blocked,
            Consumer<String> warnings) {
        this.authority = authority;
        this.certificate = certificate;
        this.folder = folder;
        this.hosts = hosts;
        this.places = places;
        this.upstreams = upstreams;
        this.blocked = blocked;
        this.warnings = warnings;
    }

    /**
     * Creates fresh keys and an empty folder.
     *
     * @param blocked called for each request that could not be intercepted because its client did not trust the
     *     certificate
     * @throws InvalidConfigurationException if either is impossible
     */
    static HostInterception of(
            InterceptionConfig request, UpstreamTable upstreams, Consumer<String> blocked, Consumer<String> warnings)
            throws InvalidConfigurationException {
        try {
            CertificateAuthority authority = new CertificateAuthority();
            delete(request.folder());
            create(request.folder());
            InterceptionRoutes places = InterceptionRoutes.of(upstreams);
            Map<String, Upstream> added = new LinkedHashMap<>();
            List<GuardedHost> hosts = new ArrayList<>();
            Stream<GuardedHost> ofUpstreams = places.hosts().stream()
                    .filter(host -> !LoopbackHost.matches(host))
                    .map(host -> new GuardedHost(host, null));
            // The routes come first, because an upstream's URL is more specific than its host.
            Stream.concat(ProviderHosts.with(request.ownHosts()).stream(), ofUpstreams)
                    .filter(host ->
                            hosts.stream().noneMatch(other -> other.pattern().equals(host.pattern())))
                    .forEach(host -> hosts.add(named(host, added)));
            places.shared().forEach(shared -> added.put(shared.name(), shared));
            return new HostInterception(
                    authority,
                    Base64.getEncoder().encodeToString(authority.certificate().getEncoded()),
                    request.folder(),
                    List.copyOf(hosts),
                    places,
                    upstreams.with(added.values()).sharing(places.sharers()),
                    blocked,
                    warnings);
        } catch (GeneralSecurityException problem) {
            throw new InvalidConfigurationException(
                    "No certificate can be made to intercept calls with: " + problem.getMessage()
                            + ". Run Maven on a JDK that has elliptic curves, or switch <intercept>"
                            + " (-Drecorder.intercept) off.",
                    problem);
        } catch (IOException problem) {
            throw new InvalidConfigurationException(
                    "The folder " + request.folder() + " for the certificate of this build cannot be written: "
                            + FileFailure.message(problem)
                            + ". Make it writable, or switch <intercept> (-Drecorder.intercept) off.",
                    problem);
        }
    }

    /**
     * Returns the host with the name of an upstream. An unknown host is added as an upstream without a URL, because its
     * requests name their target.
     */
    private static GuardedHost named(GuardedHost host, Map<String, Upstream> added) {
        if (host.upstream() != null) {
            return host;
        }
        String name = host.pattern().replace('*', '_');
        added.put(name, new Upstream(name, null));
        return new GuardedHost(host.pattern(), name);
    }

    /** Returns the upstreams, including the added ones. */
    UpstreamTable upstreams() {
        return upstreams;
    }

    /** Returns the hosts, in lower case; {@code *} stands for any characters. */
    List<String> patterns() {
        return hosts.stream().map(GuardedHost::pattern).toList();
    }

    /** Returns the absolute folder of the trust stores. */
    Path folder() {
        return folder.toAbsolutePath();
    }

    /** Returns the certificate that clients must trust, in Base64. */
    String certificate() {
        return certificate;
    }

    @Override
    public @Nullable InterceptedHost insteadOf(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        if (LoopbackHost.matches(name)) {
            return null;
        }
        return hosts.stream()
                .filter(known -> known.covers(name))
                .findFirst()
                .map(known -> impostors.computeIfAbsent(name + ":" + port, each -> impostor(known, name, port)))
                .orElse(null);
    }

    private InterceptedHost impostor(GuardedHost known, String name, int port) {
        try {
            return new InterceptedHost(
                    path -> Objects.requireNonNullElseGet(
                            places.pathHere(name, port, path), () -> "/" + known.upstream() + path),
                    authority.speakingFor(name));
        } catch (GeneralSecurityException problem) {
            throw new IllegalStateException("No certificate for " + name + ": " + problem.getMessage(), problem);
        }
    }

    @Override
    public void distrusted(String host, boolean said) {
        String name = host.toLowerCase(Locale.ROOT);
        String text = "A call to " + name + " was not intercepted because its client "
                + (said ? "refused" : "left on seeing")
                + " the certificate of this build: it has a trust store of its own, or pins certificates."
                + " Give it the recorder's base URL: .baseUrl(System.getProperty(\"" + property(name) + "\")).";
        // A client that disconnects may have cancelled its request, which is no reason to fail the build.
        if (said) {
            blocked.accept(text);
        } else if (warned.add(name)) {
            warnings.accept(text);
        }
    }

    private String property(String host) {
        return ProviderHosts.builtIn().stream()
                .filter(known -> known.covers(host))
                .map(GuardedHost::property)
                .findFirst()
                .orElse(GuardedHost.SERVER);
    }

    /** Deletes the folder, and warns if this fails. Idempotent. */
    @Override
    public void close() {
        try {
            delete(folder);
        } catch (IOException problem) {
            warnings.accept("The folder " + folder + " cannot be deleted: " + FileFailure.message(problem)
                    + ". It holds no key, only what this build's test JVMs trusted.");
        }
    }

    private static void create(Path folder) throws IOException {
        boolean owners = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = owners
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        Files.createDirectories(folder.toAbsolutePath().getParent());
        Files.createDirectory(folder, attributes);
    }

    /** Deletes a folder that contains only files. */
    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }
}

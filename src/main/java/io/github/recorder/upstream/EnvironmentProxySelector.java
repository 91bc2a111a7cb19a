package io.github.recorder.upstream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Selects the proxy of a request. Java's settings ({@code https.proxyHost} and the like) come first, then those of the
 * build, which are Maven's {@code settings.xml}. If neither selects one, the environment decides as in curl and most
 * other tools: {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, lower case first. For this machine itself
 * only Java's settings apply. Immutable.
 */
public final class EnvironmentProxySelector extends ProxySelector {

    private static final int DEFAULT_PORT = 80;

    private static final ProxyBypassList THIS_MACHINE = ProxyBypassList.parse("");

    private final ProxySelector ofJava;
    private final Function<String, @Nullable String> properties;
    private final Function<URI, Optional<ProxyServer>> build;
    private final @Nullable ProxyServer secure;
    private final @Nullable ProxyServer plain;
    private final ProxyBypassList exceptions;
    private final List<String> problems = new ArrayList<>();

    private EnvironmentProxySelector(
            Function<String, @Nullable String> environment,
            Function<String, @Nullable String> properties,
            Function<URI, Optional<ProxyServer>> build,
            ProxySelector ofJava) {
        this.ofJava = ofJava;
        this.properties = properties;
        this.build = build;
        this.secure = server(environment, "https_proxy");
        this.plain = server(environment, "http_proxy");
        this.exceptions = ProxyBypassList.parse(Objects.requireNonNullElse(value(environment, "no_proxy"), ""));
    }

    /**
     * Creates the selector.
     *
     * @param environment returns the value of an environment variable; null if it is unset
     * @param properties returns the value of a system property; null if it is unset
     * @param build returns the proxy that the settings of the build have for a target; empty for none
     */
    public static EnvironmentProxySelector of(
            Function<String, @Nullable String> environment,
            Function<String, @Nullable String> properties,
            Function<URI, Optional<ProxyServer>> build) {
        ProxySelector ofJava = ProxySelector.getDefault();
        return new EnvironmentProxySelector(
                environment, properties, build, ofJava == null ? ProxySelector.of(null) : ofJava);
    }

    /** Creates the selector for a build without settings, with a replacement for Java's own. */
    static EnvironmentProxySelector of(
            Function<String, @Nullable String> environment,
            Function<String, @Nullable String> properties,
            ProxySelector ofJava) {
        return new EnvironmentProxySelector(environment, properties, target -> Optional.empty(), ofJava);
    }

    /**
     * Returns a sentence for each variable whose value cannot be used. It does not show the value, which may hold a
     * password.
     */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public List<Proxy> select(URI target) {
        return server(target).map(server -> List.of(server.proxy())).orElseGet(() -> ofJava.select(target));
    }

    /** Returns the proxy of the build or the environment; empty if neither has one for the target, or Java has. */
    private Optional<ProxyServer> server(URI target) {
        boolean https = "https".equalsIgnoreCase(target.getScheme());
        String host = Objects.requireNonNullElse(target.getHost(), "");
        if (javaSays(https ? "https.proxyHost" : "http.proxyHost")
                || javaSays("socksProxyHost")
                || javaSays("java.net.useSystemProxies")
                || THIS_MACHINE.covers(host, port(target, https))) {
            return Optional.empty();
        }
        Optional<ProxyServer> ofBuild = build.apply(target);
        ProxyServer server = https ? secure : plain;
        if (ofBuild.isPresent() || server == null || exceptions.covers(host, port(target, https))) {
            return ofBuild;
        }
        return Optional.of(server);
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
        ofJava.connectFailed(target, proxy, failure);
    }

    /** Returns the address of the proxy for a request, {@code HOST:PORT}; empty for none. */
    Optional<String> address(URI target) {
        return select(target).stream()
                .limit(1)
                .map(Proxy::address)
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .map(address -> address.getHostString() + ":" + address.getPort())
                .findFirst();
    }

    /**
     * Returns the credentials for the proxy, the value of {@code Proxy-Authorization}; empty if it requires none, or is
     * Java's.
     */
    Optional<String> authorization(URI target) {
        return server(target).flatMap(ProxyServer::authorization);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private boolean javaSays(String property) {
        String value = properties.apply(property);
        return value != null && !value.isBlank() && !value.equalsIgnoreCase("false");
    }

    private @Nullable ProxyServer server(Function<String, @Nullable String> environment, String variable) {
        String value = value(environment, variable);
        if (value == null) {
            return null;
        }
        try {
            URI url = new URI(value.contains("://") ? value : "http://" + value);
            if ("http".equalsIgnoreCase(url.getScheme()) && url.getHost() != null) {
                String[] user =
                        Objects.requireNonNullElse(url.getRawUserInfo(), "").split(":", 2);
                return new ProxyServer(
                        url.getHost(),
                        url.getPort() < 0 ? DEFAULT_PORT : url.getPort(),
                        user[0].isEmpty() ? null : decoded(user[0]),
                        user.length < 2 ? null : decoded(user[1]));
            }
        } catch (URISyntaxException noUrl) {
            // Said below.
        }
        problems.add("The environment variable " + variable.toUpperCase(Locale.ROOT)
                + " is not used, for Java can use only proxies of the form http://HOST:PORT.");
        return null;
    }

    private static @Nullable String value(Function<String, @Nullable String> environment, String variable) {
        String value = environment.apply(variable);
        if (value == null || value.isBlank()) {
            value = environment.apply(variable.toUpperCase(Locale.ROOT));
        }
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static int port(URI target, boolean https) {
        if (target.getPort() >= 0) {
            return target.getPort();
        }
        return https ? 443 : 80;
    }
}

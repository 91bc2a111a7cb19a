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
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Selects the proxy of a request. Java's settings ({@code https.proxyHost} and the like) come first. If they select
 * none, the environment decides as in curl and most other tools: {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code
 * NO_PROXY}, lower case first. The environment never applies to this machine itself. Immutable.
 */
public final class EnvironmentProxySelector extends ProxySelector {

    private static final int DEFAULT_PORT = 80;

    private final ProxySelector ofJava;
    private final Function<String, @Nullable String> properties;
    private final @Nullable Server secure;
    private final @Nullable Server plain;
    private final ProxyBypassList exceptions;
    private final List<String> problems = new ArrayList<>();

    /**
     * A proxy from the environment.
     *
     * @param userInfo {@code USER:PASSWORD}, percent-encoded; null if none is needed
     */
    private record Server(String host, int port, @Nullable String userInfo) {

        Proxy proxy() {
            return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
        }
    }

    private EnvironmentProxySelector(
            Function<String, @Nullable String> environment,
            Function<String, @Nullable String> properties,
            ProxySelector ofJava) {
        this.ofJava = ofJava;
        this.properties = properties;
        this.secure = server(environment, "https_proxy");
        this.plain = server(environment, "http_proxy");
        this.exceptions = ProxyBypassList.parse(Objects.requireNonNullElse(value(environment, "no_proxy"), ""));
    }

    /**
     * Creates the selector.
     *
     * @param environment the value of an environment variable; null if unset
     * @param properties the value of a system property; null if unset
     */
    public static EnvironmentProxySelector of(
            Function<String, @Nullable String> environment, Function<String, @Nullable String> properties) {
        ProxySelector ofJava = ProxySelector.getDefault();
        return of(environment, properties, ofJava == null ? ProxySelector.of(null) : ofJava);
    }

    /** Creates the selector with a replacement for Java's own, for cases in which the environment is silent. */
    static EnvironmentProxySelector of(
            Function<String, @Nullable String> environment,
            Function<String, @Nullable String> properties,
            ProxySelector ofJava) {
        return new EnvironmentProxySelector(environment, properties, ofJava);
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
        boolean https = "https".equalsIgnoreCase(target.getScheme());
        if (javaSays(https ? "https.proxyHost" : "http.proxyHost")
                || javaSays("socksProxyHost")
                || javaSays("java.net.useSystemProxies")) {
            return ofJava.select(target);
        }
        Server server = https ? secure : plain;
        String host = Objects.requireNonNullElse(target.getHost(), "");
        if (server == null || exceptions.covers(host, port(target, https))) {
            return ofJava.select(target);
        }
        return List.of(server.proxy());
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
     * Returns the credentials for the environment's proxy, the value of {@code Proxy-Authorization}; empty if there are
     * none.
     */
    Optional<String> authorization(URI target) {
        Server server = "https".equalsIgnoreCase(target.getScheme()) ? secure : plain;
        if (server == null || server.userInfo() == null || !select(target).equals(List.of(server.proxy()))) {
            return Optional.empty();
        }
        byte[] plainText = decoded(server.userInfo()).getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(plainText));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private boolean javaSays(String property) {
        String value = properties.apply(property);
        return value != null && !value.isBlank() && !value.equalsIgnoreCase("false");
    }

    private @Nullable Server server(Function<String, @Nullable String> environment, String variable) {
        String value = value(environment, variable);
        if (value == null) {
            return null;
        }
        try {
            URI url = new URI(value.contains("://") ? value : "http://" + value);
            if ("http".equalsIgnoreCase(url.getScheme()) && url.getHost() != null) {
                return new Server(
                        url.getHost(), url.getPort() < 0 ? DEFAULT_PORT : url.getPort(), url.getRawUserInfo());
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

package io.github.recorder.testjvm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Leads calls by https to the hosts of known services to the server, as if that were a proxy, and makes their clients
 * trust it. All else, so also the same hosts by http or by a plain socket, and this machine always, is left to the
 * selector that was there before.
 *
 * <p>The settings {@code intercept.N.host}, for N from 0 on without a gap, name the hosts, with {@code *} for any
 * characters; {@code intercept.port} is the server's port, {@code intercept.certificate} what the clients have to
 * trust, in Base64, and {@code intercept.folder} where their trust store may be; {@code intercept.report} is told where
 * there can be none. Nothing happens in a JVM that was not started for tests: Maven's own is not ours to change.
 */
final class InterceptingProxySelector extends ProxySelector {

    /** The main class of the JVMs that Surefire and Failsafe fork. */
    private static final String FORK = "org.apache.maven.surefire.booter.ForkedBooter";

    private final ProxySelector before;
    private final List<Pattern> hosts;
    private final List<Proxy> server;

    private InterceptingProxySelector(ProxySelector before, List<Pattern> hosts, Proxy server) {
        this.before = before;
        this.hosts = hosts;
        this.server = Collections.singletonList(server);
    }

    /**
     * Makes it the default selector, if the settings name a host.
     *
     * @param ownPort the server's port for this JVM alone; 0 for none
     * @throws IllegalStateException where there can be no trust store
     */
    static void install(Properties settings, int ownPort) {
        List<Pattern> hosts = new ArrayList<>();
        for (int n = 0; settings.containsKey("intercept." + n + ".host"); n++) {
            hosts.add(OutboundCallGuard.pattern(settings.getProperty("intercept." + n + ".host")));
        }
        if (hosts.isEmpty() || !isFork()) {
            return;
        }
        try {
            TrustStore.extend(settings.getProperty("intercept.certificate"), settings.getProperty("intercept.folder"));
        } catch (IllegalStateException problem) {
            // A test framework says of it only that a listener could not be made.
            BlockedCallReporter.blocked(settings.getProperty("intercept.report"), "trust store", problem.getMessage());
            throw problem;
        }
        int port = ownPort == 0 ? Integer.parseInt(settings.getProperty("intercept.port")) : ownPort;
        Proxy server = new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", port));
        setDefault(new InterceptingProxySelector(getDefault(), hosts, server));
    }

    /** Tells whether this JVM was started for tests. */
    static boolean isFork() {
        try {
            Class.forName(FORK, false, ClassLoader.getSystemClassLoader());
            return true;
        } catch (ClassNotFoundException another) {
            return false;
        }
    }

    @Override
    public List<Proxy> select(URI uri) {
        if (uri != null
                && uri.getHost() != null
                && "https".equalsIgnoreCase(uri.getScheme())
                && !OutboundCallGuard.isThisMachine(uri.getHost())) {
            String name = uri.getHost().toLowerCase(Locale.ROOT);
            for (Pattern host : hosts) {
                if (host.matcher(name).matches()) {
                    return server;
                }
            }
        }
        return before == null ? Collections.singletonList(Proxy.NO_PROXY) : before.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        if (before != null) {
            before.connectFailed(uri, address, failure);
        }
    }
}

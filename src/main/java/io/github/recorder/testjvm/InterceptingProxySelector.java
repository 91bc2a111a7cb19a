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
 * Sends HTTPS requests to the hosts of known services to the server, as if it were a proxy, and makes their clients
 * trust it. Everything else, including the same hosts over HTTP or a plain socket, and always this machine, stays with
 * the previous selector.
 *
 * <p>The settings {@code intercept.N.host}, for N from 0 without a gap, name the hosts; {@code *} matches any
 * characters. {@code intercept.port} is the server's port; {@code intercept.certificate} is the certificate to trust,
 * in Base64; {@code intercept.folder} is the folder for the trust store; {@code intercept.report} is the URL for
 * reports about a missing trust store. It must not be installed in Maven's own JVM.
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
     * Installs the selector as the default if the settings name a host. Only for a JVM that was started for tests,
     * because Maven's own JVM must not be changed.
     *
     * @param ownPort the server's port for this JVM alone; 0 for none
     * @throws IllegalStateException if the trust store cannot be created
     */
    static void install(Properties settings, int ownPort) {
        List<Pattern> hosts = new ArrayList<>();
        for (int n = 0; settings.containsKey("intercept." + n + ".host"); n++) {
            hosts.add(OutboundCallGuard.pattern(settings.getProperty("intercept." + n + ".host")));
        }
        if (hosts.isEmpty()) {
            return;
        }
        try {
            TrustStore.extend(settings.getProperty("intercept.certificate"), settings.getProperty("intercept.folder"));
        } catch (IllegalStateException problem) {
            // A test framework only reports that a listener could not be created.
            BlockedCallReporter.blocked(settings.getProperty("intercept.report"), "trust store", problem.getMessage());
            throw problem;
        }
        int port = ownPort == 0 ? Integer.parseInt(settings.getProperty("intercept.port")) : ownPort;
        Proxy server = new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", port));
        setDefault(new InterceptingProxySelector(getDefault(), hosts, server));
    }

    /** Returns whether Surefire or Failsafe started this JVM for tests. */
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

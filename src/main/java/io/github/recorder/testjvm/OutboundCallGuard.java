package io.github.recorder.testjvm;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Blocks requests that would bypass the server. The JDK's clients, OkHttp, and everything that opens a plain socket ask
 * the default selector for the route to a host; for a guarded one they get an exception instead. Every other host, and
 * this machine always, is left to the previous selector. Clients that connect in their own way, such as Netty's, do not
 * ask and are not blocked.
 *
 * <p>The settings {@code guard.N.host} and {@code guard.N.property}, for N from 0 without a gap, name the hosts, in
 * which {@code *} matches any characters, and the system properties that hold the base URL to use instead. {@code
 * guard.report} is the URL for reports of blocked requests. {@code guard.libraries} lists prefixes of the client
 * libraries' class names, separated by commas. With {@code guard.reportOnly} nothing is blocked, and each request is
 * reported once. {@code without.reason} says why there is no recorder; requests to the server that {@code
 * guard.report} names, which does not exist then, are blocked as well.
 *
 * <p>In Maven's own JVM, which outlives the tests, it blocks nothing after its run is over, because later requests come
 * from other code, such as the plugin.
 */
final class OutboundCallGuard extends ProxySelector {

    private static final Pattern THIS_MACHINE = Pattern.compile(
            "localhost|127(\\.\\d{1,3}){3}|::1|\\[::1]|\\[?0:0:0:0:0:0:0:1]?", Pattern.CASE_INSENSITIVE);

    private final ProxySelector before;
    private final Map<Pattern, String> properties;
    private final String reportUrl;
    private final String[] libraries;
    private final boolean outlivesRun;
    private final boolean reportOnly;
    private final String noRecorder;
    private final Set<String> reported = Collections.synchronizedSet(new HashSet<>());

    private OutboundCallGuard(
            ProxySelector before, Map<Pattern, String> properties, Properties settings, boolean outlivesRun) {
        this.before = before;
        this.properties = properties;
        this.reportUrl = settings.getProperty("guard.report");
        this.libraries = settings.getProperty("guard.libraries", "").split(",");
        this.outlivesRun = outlivesRun;
        this.noRecorder = settings.getProperty("without.reason");
        this.reportOnly = Boolean.parseBoolean(settings.getProperty("guard.reportOnly"));
    }

    /**
     * Installs a guard as the default selector if the settings name a host.
     *
     * @param fork whether this JVM was started for the tests, and ends with them
     */
    static void install(Properties settings, boolean fork) {
        Map<Pattern, String> properties = new LinkedHashMap<>();
        for (int n = 0; settings.containsKey("guard." + n + ".host"); n++) {
            String host = settings.getProperty("guard." + n + ".host");
            properties.put(pattern(host), settings.getProperty("guard." + n + ".property"));
        }
        if (!properties.isEmpty()) {
            setDefault(new OutboundCallGuard(getDefault(), properties, settings, !fork));
        }
    }

    /** Returns a pattern for host names in lower case; {@code *} matches any characters. */
    static Pattern pattern(String host) {
        return Pattern.compile("\\Q" + host.replace("*", "\\E.*\\Q") + "\\E");
    }

    @Override
    public List<Proxy> select(URI uri) {
        String host = uri == null ? null : uri.getHost();
        if (noRecorder != null && host != null && reportUrl.startsWith("http://" + uri.getRawAuthority())) {
            throw new BlockedCallException(blocked("a call to a known service"));
        }
        if (host != null && !isThisMachine(host)) {
            String name = host.toLowerCase(Locale.ROOT);
            for (Map.Entry<Pattern, String> guarded : properties.entrySet()) {
                if (guarded.getKey().matcher(name).matches() && !(outlivesRun && PluginConnection.isOver())) {
                    stop(name, guarded.getValue());
                    break;
                }
            }
        }
        return before == null ? Collections.singletonList(Proxy.NO_PROXY) : before.select(uri);
    }

    /** Blocks a request with an exception, or only reports it. */
    private void stop(String host, String property) {
        String site = CallSite.find(Thread.currentThread().getStackTrace(), libraries);
        String call = "a call to " + host + (site == null ? "" : ", made in " + site);
        if (reportOnly) {
            if (reported.add(call)) {
                BlockedCallReporter.passed(reportUrl, host, passed(call, property));
            }
        } else {
            String text = noRecorder == null ? blocked(call, property) : blocked(call);
            BlockedCallReporter.blocked(reportUrl, host, text);
            throw new BlockedCallException(text);
        }
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        if (before != null) {
            before.connectFailed(uri, address, failure);
        }
    }

    /**
     * Returns whether a host is this machine, which is never blocked or intercepted: the rule of the plugin's
     * LoopbackHost.
     */
    static boolean isThisMachine(String host) {
        return THIS_MACHINE.matcher(host).matches();
    }

    private static String blocked(String call, String property) {
        return "Recorder: blocked " + call + ", which would have gone past the recordings. " + remedy(property)
                + " To let such calls through, set <guard>false</guard> (-Drecorder.guard=false).";
    }

    private String blocked(String call) {
        return "Recorder: blocked " + call + ", because " + noRecorder;
    }

    private static String passed(String call, String property) {
        return "Recorder: " + call + ", went past the recorder to the real service, so it was not recorded and a replay"
                + " will block it. " + remedy(property);
    }

    private static String remedy(String property) {
        return "Give its client the recorder's base URL: .baseUrl(System.getProperty(\"" + property
                + "\")), or intercept HTTPS calls with <intercept>true</intercept> (-Drecorder.intercept).";
    }
}

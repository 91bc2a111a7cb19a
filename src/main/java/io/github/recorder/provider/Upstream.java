package io.github.recorder.provider;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A real service whose responses are recorded.
 *
 * @param name its name in a URL's path and in properties, for instance {@code openai}
 * @param url the base URL as clients of the service write it, without a trailing slash; null if every user has a
 *     different one, so that it must be configured
 * @param dialect {@code http} to record every request in its wire format; {@code auto} to choose by the path
 * @param recordAs the base URL that recordings name instead of the real one; null if they name the real one
 * @param keyVariable the environment variable with the key for requests that carry none; null if there is none
 * @param links the members of its JSON responses that are links, each as the steps of a JSON pointer, where {@code *}
 *     matches every key or index of its level
 */
public record Upstream(
        String name,
        @Nullable String url,
        String dialect,
        @Nullable String recordAs,
        @Nullable String keyVariable,
        List<List<String>> links) {

    /** Keeps a copy of the list. */
    public Upstream {
        links = links.stream().map(List::copyOf).toList();
    }

    /** The dialect of an upstream whose paths decide about the format of recordings. */
    public static final String AUTO = "auto";

    /** The dialect of an upstream whose requests are all recorded in their wire format. */
    public static final String HTTP = "http";

    /** Creates a service of which only the address is known. */
    public Upstream(String name, @Nullable String url) {
        this(name, url, AUTO, null, null);
    }

    /** Creates a service without links in its bodies. */
    public Upstream(
            String name,
            @Nullable String url,
            String dialect,
            @Nullable String recordAs,
            @Nullable String keyVariable) {
        this(name, url, dialect, recordAs, keyVariable, List.of());
    }

    /** Returns the path of the service at this server; it ends with {@code /v1} if the real base URL does. */
    public String path() {
        return "/" + name + (url != null && url.endsWith("/v1") ? "/v1" : "");
    }

    /** Returns the system property of a test JVM that holds the base URL, at this server, of a service. */
    public static String property(String name) {
        return "recorder." + name + ".url";
    }

    /**
     * Returns whether this is an LLM service with a row in {@link KnownServices}. Then {@link Endpoint} normalizes its
     * paths, and its requests are recorded as SDK calls. Requests to any other service are method, exact path and
     * query, and body.
     */
    public boolean isLlm() {
        return !dialect.equals(HTTP) && KnownServices.named(name).isPresent();
    }

    /**
     * Returns the upstream URL of a request, without the query.
     *
     * @throws IllegalStateException if the service has no {@link #url}
     */
    public String target(Endpoint endpoint) {
        if (url == null) {
            throw new IllegalStateException("the upstream " + name + " has no URL");
        }
        return joined(url, endpoint.rawPath());
    }

    /** Returns the same service at another of its hosts; recordings keep its name. */
    Upstream at(String host) {
        String path =
                url == null ? "" : Objects.requireNonNullElse(URI.create(url).getRawPath(), "");
        return new Upstream(name, "https://" + host + path, dialect, recordedAs(), keyVariable, links);
    }

    /** Returns the URL in a recording of the http shape, with the query. */
    String recordedUrl(Endpoint endpoint) {
        String path = endpoint.rawPath();
        return joined(recordedBase(), path) + endpoint.sent().substring(path.length());
    }

    /**
     * Returns the base URL before the endpoint in a recording of the inference shape. It is the one that clients write,
     * so it includes a version if theirs does.
     */
    String recordedBase(Endpoint endpoint) {
        if (recordAs != null) {
            return withoutSlash(recordAs);
        }
        String whole = joined(recordedBase(), endpoint.rawPath());
        String call = endpoint.path().startsWith("/v1/") ? endpoint.path().substring("/v1".length()) : endpoint.path();
        return whole.endsWith(call) ? whole.substring(0, whole.length() - call.length()) : recordedBase();
    }

    /** Returns the base URL that recordings name, without a trailing slash; null if it must be configured. */
    public @Nullable String recordedAs() {
        String base = recordAs == null ? url : recordAs;
        return base == null ? null : withoutSlash(base);
    }

    private String recordedBase() {
        String base = recordedAs();
        return base == null ? "" : base;
    }

    /**
     * Joins a base URL and the unchanged path of a request. Clients of LLMs differ in whether their base URL ends with
     * {@code /v1} and the like, so a part that both ends the base and begins the path is kept once.
     */
    private String joined(String base, String rawPath) {
        String plain = withoutSlash(base);
        if (!isLlm() || rawPath.isEmpty()) {
            return plain + rawPath;
        }
        int scheme = plain.indexOf("://");
        int slash = plain.indexOf('/', scheme < 0 ? 0 : scheme + "://".length());
        List<String> ofBase = slash < 0 ? List.of() : segments(plain.substring(slash));
        List<String> sent = segments(rawPath);
        int repeated = 0;
        while (sent.size() > repeated + 1
                && sent.get(repeated).equals("v1")
                && sent.get(repeated + 1).equals("v1")) {
            repeated++; // Some clients send it twice.
        }
        sent = sent.subList(repeated, sent.size());
        int shared = Math.min(ofBase.size(), sent.size());
        while (shared > 0
                && !ofBase.subList(ofBase.size() - shared, ofBase.size()).equals(sent.subList(0, shared))) {
            shared--;
        }
        List<String> rest = sent.subList(shared, sent.size());
        return rest.isEmpty() ? plain : plain + "/" + String.join("/", rest);
    }

    /** Returns the segments of a path that begins with a slash, including empty ones, which are sent unchanged. */
    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /**
     * Returns whether this LLM service rejected the client's key. Such a response is about the key and not about the
     * request. From any other service, a 401 or 403 is an ordinary response, for instance a challenge.
     */
    public boolean isRefusal(int status) {
        return isLlm() && (status == 401 || status == 403);
    }
}

package io.github.recorder.provider;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The parts of a request's path: the session and upstream that it names, and the endpoint that is compared with
 * recordings. A pure value: no part of it is ever the name of a file.
 *
 * <p>A path is {@code [/s/<session>][/<upstream>]/<endpoint>[?query]}. Clients write one endpoint in several ways, and
 * SDKs differ in whether the base URL or the endpoint contains {@code /v1}. Therefore the endpoint is normalized:
 * <ul>
 * <li>empty segments and a trailing slash are removed; {@code .} and {@code ..} are ordinary segments and are never
 * resolved;
 * <li>a repeated {@code /v1} at the start counts once: {@code /v1/v1/embeddings} is {@code /v1/embeddings};
 * <li>{@code /v1} is added to an OpenAI endpoint, or {@code /messages}, without it: {@code /chat/completions} is {@code
 * /v1/chat/completions};
 * <li>the base path under which a provider offers the OpenAI API is {@code /v1}: {@code /openai/v1} (Azure, Groq,
 * Bedrock), {@code /v1beta/openai} (Gemini), {@code /api/v1} (OpenRouter), {@code /ml/v1} (watsonx);
 * <li>a deployment of Azure OpenAI is the plain endpoint: {@code /openai/deployments/gpt-4o/chat/completions} is {@code
 * /v1/chat/completions}; the {@code api-version} of Azure OpenAI is removed from the query. The deployment counts only
 * if the body does not name the model, see {@link #pathAndQuery(JsonNode)}.
 * </ul>
 *
 * <p>These rules are for LLM APIs. Requests to other services are compared by {@link #sent}.
 *
 * <p>Percent escapes are decoded once, as UTF-8, segment by segment. Those of {@code /}, {@code ?}, {@code #}, {@code
 * %} and of control characters stay, in upper-case hex, so that the path is unambiguous and safe in a log; escapes that
 * are not UTF-8 stay too. {@code +} is a plus sign. The query is never decoded.
 *
 * @param session the session of a test JVM; null if the path names none
 * @param upstream the name of the real service, for instance {@code openai}; null if the path names none
 * @param path the normalized path of the endpoint, starting with {@code /}
 * @param query the query without {@code ?}, unchanged except for {@code api-version}; null if there is none
 * @param deployment the deployment of Azure OpenAI that the path names; null if it names none
 * @param sent the path after session and upstream, with {@code ?} and the query, unchanged, as the real service
 *     receives it. Starts with {@code /}, unless nothing comes after the upstream
 */
public record Endpoint(
        @Nullable String session,
        @Nullable String upstream,
        String path,
        @Nullable String query,
        @Nullable String deployment,
        String sent) {

    private static final String SESSION_MARK = "s";

    /** The base paths, other than {@code /v1}, under which providers offer the OpenAI API; longer ones first. */
    private static final List<List<String>> BASE_PATHS = List.of(
            List.of("v1beta", "openai", "v1"),
            List.of("v1beta", "openai"),
            List.of("openai", "v1"),
            List.of("api", "v1"),
            List.of("ml", "v1"));

    /**
     * Parses the target of a live request.
     *
     * @param target the path and query as sent; for a whole URL, scheme and host are ignored
     * @param upstreams the names of upstreams that a path may begin with, each a path segment
     */
    public static Endpoint parse(String target, Set<String> upstreams) {
        return read(target, upstreams, true);
    }

    /**
     * Parses the URL of a recording. It has the same form of endpoint as a live request, but a URL of the real service
     * has neither session nor upstream segment.
     */
    public static Endpoint ofUrl(String url) {
        return read(url, Set.of(), false);
    }

    /** Returns the path and, if there is one, {@code ?} and the query. */
    public String pathAndQuery() {
        return query == null ? path : path + "?" + query;
    }

    /**
     * Returns the path and query that are compared for a request with this body. They include the deployment if nothing
     * else names the model.
     */
    public String pathAndQuery(@Nullable JsonNode body) {
        return namesModel(body) ? pathAndQuery() : "/deployments/" + deployment + pathAndQuery();
    }

    /** Returns whether path and body together name the model; true for all except Azure OpenAI. */
    boolean namesModel(@Nullable JsonNode body) {
        return deployment == null || (body != null && body.path("model").isString());
    }

    /** Returns the path as it was sent, without the query. */
    public String rawPath() {
        return PathAndQuery.withoutQuery(sent);
    }

    /** Returns a copy with another path of the same service. */
    public Endpoint at(String otherPath) {
        return new Endpoint(session, upstream, otherPath, null, null, otherPath);
    }

    private static Endpoint read(String target, Set<String> upstreams, boolean live) {
        String local = withoutHost(target);
        int fragment = local.indexOf('#');
        if (fragment >= 0) {
            local = local.substring(0, fragment);
        }
        int mark = local.indexOf('?');
        String query = mark < 0 || mark == local.length() - 1 ? null : local.substring(mark + 1);
        String sentPath = mark < 0 ? local : local.substring(0, mark);
        List<String> sent =
                Arrays.stream(sentPath.split("/")).filter(s -> !s.isEmpty()).toList();

        String session = null;
        String upstream = null;
        int taken = 0;
        if (live) {
            if (sent.size() >= 2 && sent.get(0).equals(SESSION_MARK)) {
                session = decoded(sent.get(1));
                taken = 2;
            }
            if (sent.size() > taken) {
                String first = decoded(sent.get(taken));
                if (first.equals("openai")
                        && sent.size() > taken + 1
                        && sent.get(taken + 1).equals("deployments")) {
                    upstream = "azure"; // here "openai" is a part of Azure's own path
                } else if (upstreams.contains(first)) {
                    upstream = first;
                    taken++;
                }
            }
        }
        String rest = after(sentPath, taken) + (mark < 0 ? "" : local.substring(mark));

        List<String> segments = sent.subList(taken, sent.size()).stream()
                .map(Endpoint::decoded)
                .collect(Collectors.toCollection(ArrayList::new));
        boolean ofAzure = segments.size() > 1
                && segments.get(0).equals("openai")
                && (segments.get(1).equals("v1") || segments.get(1).equals("deployments"));
        String deployment = withOneVersion(segments);
        if (query != null && (ofAzure || deployment != null)) {
            query = PathAndQuery.withoutParameters(query, parameter -> parameter.startsWith("api-version="));
        }
        return new Endpoint(session, upstream, "/" + String.join("/", segments), query, deployment, rest);
    }

    /** Returns the text after a number of segments, byte for byte; empty segments are not counted. */
    private static String after(String path, int segments) {
        int at = 0;
        for (int i = 0; i < segments; i++) {
            while (path.charAt(at) == '/') {
                at++;
            }
            int end = path.indexOf('/', at);
            at = end < 0 ? path.length() : end;
        }
        return segments > 0 || path.startsWith("/") ? path.substring(at) : "/" + path;
    }

    private static String withoutHost(String target) {
        int scheme = target.indexOf("://");
        if (target.startsWith("/") || scheme < 0) {
            return target;
        }
        int authority = scheme + "://".length();
        for (int i = authority; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '/' || c == '?' || c == '#') {
                return target.substring(i);
            }
        }
        return "/";
    }

    /**
     * Normalizes the segments to one {@code v1}. Returns the deployment of Azure OpenAI that they named; null if there
     * is none.
     */
    private static @Nullable String withOneVersion(List<String> segments) {
        int deployments = segments.isEmpty() || !segments.get(0).equals("openai") ? 0 : 1;
        if (segments.size() > deployments + 2 && segments.get(deployments).equals("deployments")) {
            String deployment = segments.get(deployments + 1);
            segments.subList(0, deployments + 2).clear();
            segments.add(0, "v1");
            return deployment;
        }
        for (List<String> base : BASE_PATHS) {
            int length = base.size();
            if (segments.size() > length
                    && segments.subList(0, length).equals(base)
                    && (isVersioned(segments.subList(length, segments.size()))
                            || segments.get(length).equals("v1"))) {
                segments.subList(0, length).clear();
                break;
            }
        }
        while (segments.size() > 1
                && segments.get(0).equals("v1")
                && segments.get(1).equals("v1")) {
            segments.remove(0);
        }
        if (isVersioned(segments)) {
            segments.add(0, "v1");
        }
        return null;
    }

    /**
     * Returns whether these are an endpoint of OpenAI, or {@code messages}, without its {@code v1}, which some clients
     * drop.
     */
    private static boolean isVersioned(List<String> segments) {
        return !segments.isEmpty()
                && (OpenAiPath.isFamily(segments.get(0)) || segments.get(0).equals("messages"))
                && !GooglePath.isMethodCall(segments.get(segments.size() - 1));
    }

    private static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        StringBuilder text = new StringBuilder(segment.length());
        int i = 0;
        while (i < segment.length()) {
            if (byteAt(segment, i) < 0) {
                text.append(segment.charAt(i++));
                continue;
            }
            ByteArrayOutputStream run = new ByteArrayOutputStream();
            int start = i;
            for (int b = byteAt(segment, i); b >= 0; b = byteAt(segment, i)) {
                run.write(b);
                i += 3;
            }
            text.append(decoded(run.toByteArray(), segment.substring(start, i)));
        }
        return text.toString();
    }

    private static String decoded(byte[] bytes, String escapes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return escapes.toUpperCase(Locale.ROOT);
        }
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/' || c == '?' || c == '#' || c == '%' || Character.isISOControl(c)) {
                for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
                    safe.append(String.format(Locale.ROOT, "%%%02X", b));
                }
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }

    /** Returns the byte of the escape at an index; -1 if there is none. */
    private static int byteAt(String text, int index) {
        if (index + 2 >= text.length() || text.charAt(index) != '%') {
            return -1;
        }
        int high = Character.digit(text.charAt(index + 1), 16);
        int low = Character.digit(text.charAt(index + 2), 16);
        // Character.digit also accepts digits of other scripts.
        boolean ascii = text.charAt(index + 1) < 128 && text.charAt(index + 2) < 128;
        return high < 0 || low < 0 || !ascii ? -1 : high << 4 | low;
    }
}

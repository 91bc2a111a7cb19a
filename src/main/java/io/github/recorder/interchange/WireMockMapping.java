package io.github.recorder.interchange;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A mapping of WireMock.
 *
 * @param name the file, and the mapping in it if the file has several, for messages
 * @param mapping the mapping
 * @param files the folder of body files
 */
record WireMockMapping(String name, JsonNode mapping, Path files) {

    private static final int USUAL_PRIORITY = 5;
    private static final String EQUAL_TO = "equalTo";
    private static final String EQUAL_TO_JSON = "equalToJson";

    /** The request members that only name, and match nothing. */
    private static final Set<String> UNDERSTOOD = Set.of(
            "method",
            "url",
            "urlPath",
            "queryParameters",
            "headers",
            "cookies",
            "basicAuth",
            "basicAuthCredentials",
            "bodyPatterns",
            "host",
            "port",
            "scheme");

    private static final Map<String, String> REFUSED = Map.of(
            "urlPattern", "its urlPattern is a regular expression",
            "urlPathPattern", "its urlPathPattern is a regular expression",
            "urlPathTemplate", "its urlPathTemplate matches many paths",
            "customMatcher", "its customMatcher is a program",
            "multipartPatterns", "its multipartPatterns match parts of a body");

    /** Returns the rank among mappings that match a request; the lowest is served. */
    int priority() {
        return mapping.path("priority").asInt(USUAL_PRIORITY);
    }

    /** Returns the scenario; null if it is in none. */
    @Nullable
    String scenario() {
        return text(mapping, "scenarioName");
    }

    /** Returns the state in which it is served; null for all. */
    @Nullable
    String requiredState() {
        return text(mapping, "requiredScenarioState");
    }

    /** Returns the state that follows; null for the same. */
    @Nullable
    String newState() {
        return text(mapping, "newScenarioState");
    }

    /** Returns the description of the requests that it matches. */
    JsonNode request() {
        return mapping.path("request");
    }

    /** Returns the exchange, or why it cannot become a recording. */
    SourceEntry entry() {
        List<String> remarks = new ArrayList<>();
        try {
            return new SourceEntry(name, name, exchange(remarks), remarks);
        } catch (UnimportableEntryException problem) {
            return SourceEntry.refused(name, problem.reason());
        }
    }

    private ForeignExchange exchange(List<String> remarks) throws UnimportableEntryException {
        JsonNode request = request();
        for (String member : request.propertyNames()) {
            if (!UNDERSTOOD.contains(member)) {
                throw new UnimportableEntryException(
                        REFUSED.getOrDefault(member, "its " + member + " cannot be a recorded value"));
            }
        }
        String method = text(request, "method");
        if (method == null || method.equalsIgnoreCase("ANY")) {
            throw new UnimportableEntryException("it matches every method");
        }
        String url = url(request, remarks);
        List<HttpHeader> headers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> header : request.path("headers").properties()) {
            headers.add(new HttpHeader(
                    header.getKey(), only(header.getValue(), EQUAL_TO, "its header " + header.getKey())));
        }
        for (Map.Entry<String, JsonNode> cookie : request.path("cookies").properties()) {
            only(cookie.getValue(), EQUAL_TO, "its cookie " + cookie.getKey());
            remarks.add("the cookie " + cookie.getKey() + " is not compared");
        }
        if (request.has("basicAuth") || request.has("basicAuthCredentials")) {
            remarks.add("the password is not compared");
        }
        ByteBuffer body = requestBody(request, method.toUpperCase(Locale.ROOT), remarks);
        JsonNode response = mapping.path("response");
        List<HttpHeader> responseHeaders = ForeignFields.headers(response.path("headers"));
        refuseComputed(response);
        int status = response.has("status") ? ForeignFields.status(response.path("status")) : 200;
        ByteBuffer responseBody = ContentDecoding.decoded(responseHeaders, responseBody(response));
        if (response.has("fixedDelayMilliseconds")
                || response.has("delayDistribution")
                || response.has("chunkedDribbleDelay")) {
            remarks.add("the response comes without its delay");
        }
        if (mapping.has("postServeActions") || mapping.has("serveEventListeners")) {
            remarks.add("no webhook is called");
        }
        return new ForeignExchange(
                method.toUpperCase(Locale.ROOT), url, headers, body, status, responseHeaders, responseBody);
    }

    private static String url(JsonNode request, List<String> remarks) throws UnimportableEntryException {
        String url = text(request, "url");
        String path = text(request, "urlPath");
        String target = url == null ? path : url;
        if (target == null || (url != null && path != null)) {
            throw new UnimportableEntryException("it matches every URL");
        }
        if (!target.startsWith("/")) {
            throw new UnimportableEntryException("its URL does not begin with a slash");
        }
        StringBuilder whole = new StringBuilder(target);
        char separator = '?';
        for (Map.Entry<String, JsonNode> parameter :
                request.path("queryParameters").properties()) {
            if (url != null) {
                throw new UnimportableEntryException("it has url and queryParameters; use urlPath");
            }
            whole.append(separator)
                    .append(encoded(parameter.getKey()))
                    .append('=')
                    .append(encoded(only(parameter.getValue(), EQUAL_TO, "its query parameter " + parameter.getKey())));
            separator = '&';
        }
        if (request.path("queryParameters").size() > 1) {
            remarks.add("the query parameters are compared in this order");
        } else if (url == null && request.path("queryParameters").isEmpty()) {
            remarks.add("it is compared without a query");
        }
        return host(request) + whole;
    }

    /** Returns scheme and host if the mapping compares them. */
    private static String host(JsonNode request) throws UnimportableEntryException {
        if (!request.has("host")) {
            if (request.has("port") || request.has("scheme")) {
                throw new UnimportableEntryException("it names a scheme or a port without a host");
            }
            return "";
        }
        String scheme = text(request, "scheme");
        String port = request.has("port") ? ":" + request.path("port").asString("") : "";
        return (scheme == null ? "http" : scheme) + "://" + only(request.path("host"), EQUAL_TO, "its host") + port;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static ByteBuffer requestBody(JsonNode request, String method, List<String> remarks)
            throws UnimportableEntryException {
        JsonNode patterns = request.path("bodyPatterns");
        if (patterns.isEmpty()) {
            if (method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
                remarks.add("it is compared without a body");
            }
            return ByteBuffer.allocate(0);
        }
        if (patterns.size() > 1) {
            throw new UnimportableEntryException("it has several bodyPatterns");
        }
        JsonNode pattern = patterns.path(0);
        if (pattern.has("binaryEqualTo")) {
            return ForeignFields.base64(only(pattern, "binaryEqualTo", "its body"), "its binaryEqualTo");
        }
        if (pattern.has(EQUAL_TO_JSON)) {
            return json(pattern, remarks);
        }
        if (pattern.has("equalToXml")) {
            remarks.add("the XML is compared as text");
            return ForeignFields.utf8(only(pattern, "equalToXml", "its body"));
        }
        return ForeignFields.utf8(only(pattern, EQUAL_TO, "its body"));
    }

    private static ByteBuffer json(JsonNode pattern, List<String> remarks) throws UnimportableEntryException {
        JsonNode value = pattern.path(EQUAL_TO_JSON);
        String text = value.isString() ? value.stringValue() : Json.mapper().writeValueAsString(value);
        if (text.contains("${json-unit.")) {
            throw new UnimportableEntryException("its equalToJson has a placeholder of json-unit");
        }
        for (String member : pattern.propertyNames()) {
            switch (member) {
                case EQUAL_TO_JSON -> {}
                case "ignoreArrayOrder", "ignoreExtraElements" -> {
                    if (pattern.path(member).asBoolean(false)) {
                        remarks.add("the body is compared exactly, without " + member);
                    }
                }
                default -> throw new UnimportableEntryException("its body has the condition " + member);
            }
        }
        return ForeignFields.utf8(text);
    }

    /** Returns the value of a condition if it is the only one. */
    private static String only(JsonNode pattern, String condition, String what) throws UnimportableEntryException {
        for (String member : pattern.propertyNames()) {
            if (!member.equals(condition)) {
                throw new UnimportableEntryException(what + " has the condition " + member);
            }
        }
        JsonNode value = pattern.path(condition);
        if (!value.isString()) {
            throw new UnimportableEntryException(what + " has no " + condition);
        }
        return value.stringValue();
    }

    private static void refuseComputed(JsonNode response) throws UnimportableEntryException {
        if (response.has("fault")) {
            throw new UnimportableEntryException(
                    "its response is the fault " + response.path("fault").asString(""));
        }
        if (response.has("proxyBaseUrl")) {
            throw new UnimportableEntryException("its response comes from another server");
        }
        JsonNode transformers = response.path("transformers");
        if (!transformers.isEmpty()) {
            String first = transformers.path(0).asString("");
            throw new UnimportableEntryException(
                    first.equals("response-template")
                            ? "its response is a template"
                            : "its response is computed by the extension " + first);
        }
    }

    private ByteBuffer responseBody(JsonNode response) throws UnimportableEntryException {
        if (response.hasNonNull("body")) {
            return ForeignFields.utf8(response.path("body").asString(""));
        }
        if (response.hasNonNull("jsonBody")) {
            return ForeignFields.utf8(Json.mapper().writeValueAsString(response.path("jsonBody")));
        }
        if (response.hasNonNull("base64Body")) {
            return ForeignFields.base64(response.path("base64Body").asString(""), "its base64Body");
        }
        String file = text(response, "bodyFileName");
        return file == null ? ByteBuffer.allocate(0) : bodyFile(file);
    }

    private ByteBuffer bodyFile(String file) throws UnimportableEntryException {
        if (file.contains("{{")) {
            throw new UnimportableEntryException("its bodyFileName is a template");
        }
        try {
            return ByteBuffer.wrap(LimitedFile.inside(files, file));
        } catch (LimitedFile.UnusableFileException problem) {
            throw new UnimportableEntryException("its body file " + file + " " + problem.reason());
        } catch (IOException problem) {
            throw new UnimportableEntryException(
                    "its body file " + file + " cannot be read: " + FileFailure.reason(problem));
        }
    }

    private static @Nullable String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isString() ? value.stringValue() : null;
    }
}

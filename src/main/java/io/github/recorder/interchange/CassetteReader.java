package io.github.recorder.interchange;

import io.github.recorder.recording.HttpHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
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
 * Reads the cassettes of vcrpy, VCR for Ruby, OkReplay (and Betamax) and EasyVCR, in YAML or JSON. Their members differ
 * little, and one that is absent has the usual value. The responses to one request in a cassette are a sequence.
 */
final class CassetteReader implements SourceReader {

    /** The members with the exchanges: of vcrpy and OkReplay, and of VCR for Ruby. EasyVCR has a mere list. */
    private static final List<String> LISTS = List.of("interactions", "http_interactions");

    private static final Set<String> BODIES_DECODED_BY_NOBODY = Set.of("br", "zstd", "compress");
    private static final String ERB = "<%";

    private final List<SourceEntry> entries = new ArrayList<>();

    @Override
    public boolean reads(JsonNode document) {
        JsonNode list = list(document);
        // An entry that is damaged costs only itself.
        return list.isArray()
                && list.valueStream()
                        .anyMatch(one -> member(one, "request").isObject()
                                && member(one, "response").isObject());
    }

    private static JsonNode list(JsonNode document) {
        if (document.isArray()) {
            return document;
        }
        return LISTS.stream()
                .map(document::path)
                .filter(JsonNode::isArray)
                .findFirst()
                .orElse(document.path(LISTS.get(0)));
    }

    @Override
    public void add(JsonNode document, String name, Path file) {
        int number = 0;
        for (JsonNode interaction : list(document)) {
            number++;
            String own = name + "#" + number;
            try {
                entries.add(new SourceEntry(own, name, exchange(interaction), List.of()));
            } catch (UnimportableEntryException problem) {
                entries.add(SourceEntry.refused(own, problem.reason()));
            }
        }
    }

    @Override
    public List<SourceEntry> entries() {
        return List.copyOf(entries);
    }

    private static ForeignExchange exchange(JsonNode interaction) throws UnimportableEntryException {
        JsonNode request = member(interaction, "request");
        JsonNode response = member(interaction, "response");
        // VCR for Ruby once wrote a symbol.
        String method = member(request, "method").asString("").replaceFirst("^:", "");
        String url = first(request, "uri", "url").asString("");
        if (method.isEmpty() || url.isEmpty()) {
            throw new UnimportableEntryException("it has no " + (method.isEmpty() ? "method" : "URI"));
        }
        if (url.contains(ERB)) {
            throw new UnimportableEntryException("its URI is an ERB template");
        }
        List<HttpHeader> requestHeaders = ForeignFields.headers(first(request, "headers", "requestHeaders"));
        List<HttpHeader> responseHeaders = ForeignFields.headers(first(response, "headers", "responseHeaders"));
        responseHeaders.addAll(ForeignFields.headers(member(response, "contentHeaders")));
        JsonNode status = first(response, "status", "status_code");
        int code = ForeignFields.status(status.isObject() ? member(status, "code") : status);
        ByteBuffer body = body(first(response, "body", "content"), "its response body");
        refuseUnknownCoding(responseHeaders, body);
        return new ForeignExchange(
                method.toUpperCase(Locale.ROOT),
                url,
                requestHeaders,
                body(member(request, "body"), "its request body"),
                code,
                responseHeaders,
                ContentDecoding.decoded(responseHeaders, body));
    }

    /** A body that some tool has decoded is text; bytes that still have the coding are not. */
    private static void refuseUnknownCoding(List<HttpHeader> headers, ByteBuffer body)
            throws UnimportableEntryException {
        String coding = HttpHeader.first(headers, "Content-Encoding").orElse("").strip();
        boolean text = true;
        try {
            StandardCharsets.UTF_8.newDecoder().decode(body.duplicate());
        } catch (IOException noText) {
            text = false;
        }
        if (!text && BODIES_DECODED_BY_NOBODY.contains(coding.toLowerCase(Locale.ROOT))) {
            throw new UnimportableEntryException("its response body has the content coding " + coding);
        }
    }

    /** Returns a body: a text, bytes, or an object that holds either, and perhaps its charset. */
    private static ByteBuffer body(JsonNode body, String what) throws UnimportableEntryException {
        if (body.isNull() || body.isMissingNode()) {
            return ByteBuffer.allocate(0);
        }
        if (body.isBinary()) {
            return ByteBuffer.wrap(YamlDocument.bytes(body));
        }
        if (body.isString()) {
            return text(body.stringValue(), StandardCharsets.UTF_8, what);
        }
        if (!body.isObject()) {
            throw new UnimportableEntryException(what + " is not text");
        }
        if (body.has("base64_string")) {
            return ForeignFields.base64(body.path("base64_string").asString(""), what);
        }
        JsonNode string = body.path("string");
        if (string.isObject()) {
            throw new UnimportableEntryException(what + " is not text");
        }
        return string.isString()
                ? text(string.stringValue(), charset(body.path("encoding").asString("")), what)
                : body(string, what);
    }

    private static ByteBuffer text(String text, Charset charset, String what) throws UnimportableEntryException {
        if (text.contains(ERB) && text.contains("%>")) {
            throw new UnimportableEntryException(what + " is an ERB template");
        }
        return ByteBuffer.wrap(text.getBytes(charset));
    }

    /** Returns a charset; UTF-8 for one that Java does not have, such as Ruby's name for bytes. */
    private static Charset charset(String name) {
        try {
            Charset charset = Charset.forName(name);
            // Ruby's US-ASCII says only that no text was expected.
            return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    private static JsonNode first(JsonNode object, String name, String other) {
        JsonNode member = member(object, name);
        return member.isMissingNode() ? member(object, other) : member;
    }

    /** Returns a member in any case, because EasyVCR's versions differ in it. */
    private static JsonNode member(JsonNode object, String name) {
        @Nullable JsonNode exact = object.get(name);
        if (exact != null) {
            return exact;
        }
        return object.propertyStream()
                .filter(member -> member.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> object.path(name));
    }
}

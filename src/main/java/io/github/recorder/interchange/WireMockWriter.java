package io.github.recorder.interchange;

import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.MediaType;
import io.github.recorder.store.AtomicWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the mappings of WireMock 3, with the bodies of responses in {@code __files}. WireMock knows no tests, so of
 * recordings with one request it serves the one that is written first.
 */
final class WireMockWriter implements ExportFormat {

    private static final int USUAL_PRIORITY = 5;
    private static final int LONGEST_NAME = 100;
    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^A-Za-z0-9._-]");

    private final Path root;
    private final Set<String> names = new HashSet<>();

    /** The recordings by their requests, as WireMock compares them. */
    private final Map<ObjectNode, String> served = new HashMap<>();

    private final Map<ObjectNode, Integer> hidden = new HashMap<>();

    /**
     * Creates a writer.
     *
     * @param root the directory of {@code mappings} and {@code __files}
     */
    WireMockWriter(Path root) {
        this.root = root;
    }

    @Override
    public String write(ExportedResponse response) throws IOException {
        ForeignExchange exchange = response.exchange();
        String name = name(response);
        ObjectNode request = request(exchange);
        String first = served.computeIfAbsent(request, one -> response.path());
        boolean hides = !first.equals(response.path());
        int priority = USUAL_PRIORITY + (hides ? hidden.merge(request, 1, Integer::sum) : 0);
        ObjectNode mapping = Json.mapper().createObjectNode();
        mapping.put("priority", priority);
        if (response.steps() > 1) {
            mapping.put("scenarioName", response.path() + "#" + response.variant());
            mapping.put("requiredScenarioState", state(response.step()));
            if (response.step() + 1 < response.steps()) {
                mapping.put("newScenarioState", state(response.step() + 1));
            }
        }
        mapping.set("request", request);
        ObjectNode answer = mapping.putObject("response").put("status", exchange.status());
        ObjectNode headers = answer.putObject("headers");
        for (HttpHeader header : exchange.responseHeaders()) {
            headers.withArray(header.name()).add(header.value());
        }
        if (exchange.responseBody().hasRemaining()) {
            String file = name + extension(exchange);
            AtomicWriter.write(root.resolve("__files").resolve(file), ForeignFields.bytes(exchange.responseBody()));
            answer.put("bodyFileName", file);
        }
        ObjectNode metadata = mapping.putObject("metadata").put("recording", response.path());
        if (response.test() != null) {
            metadata.put("test", response.test());
        }
        byte[] text = (mapping.toPrettyString().replace(System.lineSeparator(), "\n") + "\n")
                .getBytes(StandardCharsets.UTF_8);
        AtomicWriter.write(root.resolve("mappings").resolve(name + ".json"), text);
        return hides ? "WireMock serves " + first + " instead, because it knows no tests and no services" : "";
    }

    private static String state(int step) {
        return step == 0 ? "Started" : "response " + (step + 1);
    }

    /** Returns a name that no other response has. */
    private String name(ExportedResponse response) {
        String plain = NOT_IN_A_NAME
                .matcher(response.path().replaceFirst("\\.json$", ""))
                .replaceAll("_");
        String start =
                plain.substring(Math.max(0, plain.length() - LONGEST_NAME)).replaceFirst("^\\.+", "");
        String name = start;
        for (int number = 2; !names.add(name); number++) {
            name = start + "-" + number;
        }
        return name;
    }

    private static ObjectNode request(ForeignExchange exchange) {
        ObjectNode request = Json.mapper().createObjectNode().put("method", exchange.method());
        int path = exchange.url().indexOf('/', exchange.url().indexOf("://") + "://".length());
        request.put("url", path < 0 ? "/" : exchange.url().substring(path));
        for (HttpHeader header : exchange.requestHeaders()) {
            if (!header.is("Content-Type")) {
                ObjectNode condition = request.withObjectProperty("headers").putObject(header.name());
                if (header.value().isEmpty()) {
                    condition.put("absent", true);
                } else {
                    condition.put("equalTo", header.value());
                }
            }
        }
        if (exchange.requestBody().hasRemaining()) {
            body(request.putArray("bodyPatterns"), exchange.requestBody());
        }
        return request;
    }

    private static void body(ArrayNode patterns, ByteBuffer body) {
        byte[] bytes = ForeignFields.bytes(body);
        try {
            patterns.addObject().set("equalToJson", Json.parse(bytes));
            return;
        } catch (JacksonException noJson) {
            patterns.removeAll();
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(body.duplicate()).toString();
            patterns.addObject().put("equalTo", text);
        } catch (CharacterCodingException noText) {
            patterns.addObject().put("binaryEqualTo", Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static String extension(ForeignExchange exchange) {
        MediaType type = MediaType.of(
                HttpHeader.first(exchange.responseHeaders(), "Content-Type").orElse(""));
        return type.isJson() ? ".json" : type.isText() ? ".txt" : ".bin";
    }
}

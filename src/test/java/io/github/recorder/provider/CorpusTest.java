package io.github.recorder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.SharedCorpus;
import io.github.recorder.matching.MatchKey;
import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Every real recording can be asked for and answered. */
class CorpusTest {

    private final Dialects dialects = new Dialects();

    @Test
    void everyRecordingHasADialectAndAnAnswer() throws Exception {
        Map<String, Integer> byDialect = new TreeMap<>();
        for (Map.Entry<Path, Recording> file : corpus().entrySet()) {
            Recording recording = file.getValue();
            if (dialects.wire(recording.request()).isEmpty()) {
                byDialect.merge("none", 1, Integer::sum);
                continue;
            }
            Dialect dialect = dialects.dialectOf(recording.request());
            byDialect.merge(dialect.name(), 1, Integer::sum);
            WireResponse response = dialect.respond(recording);
            assertThat(response.headers())
                    .as(file.getKey().toString())
                    .extracting(HttpHeader::name)
                    .containsExactly("Content-Type");
            assertThat(response.body().remaining()).as(file.getKey().toString()).isPositive();
        }

        assertThat(byDialect)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "openai",
                        651,
                        "ollama",
                        16,
                        "gemini",
                        34,
                        "anthropic",
                        6,
                        "interactions",
                        12,
                        "tool",
                        9,
                        "none",
                        1));
    }

    @Test
    void theRequestThatAClientSendsIsThatOfTheRecording() throws Exception {
        int asked = 0;
        for (Map.Entry<Path, Recording> file : corpus().entrySet()) {
            RecordedRequest recorded = file.getValue().request();
            Optional<WireRequest> wire = dialects.wire(recorded);
            if (wire.isEmpty()) {
                continue;
            }
            Live live = live(recorded);
            WireRequest read = dialects.read(
                    live.method(),
                    Endpoint.parse(live.target(), UpstreamTable.builtIn().names()),
                    live.body());
            assertThat(MatchKey.of(read)).as(file.getKey().toString()).isEqualTo(MatchKey.of(wire.get()));
            asked++;
        }

        assertThat(asked).isEqualTo(728);
    }

    @Test
    void anAnswerHoldsTheValuesOfTheRecording() throws Exception {
        int compared = 0;
        for (Map.Entry<Path, Recording> file : corpus().entrySet()) {
            RecordedResponse response = file.getValue().response();
            if (dialects.wire(file.getValue().request()).isEmpty()
                    || ModelList.of(file.getValue().request()).isPresent()
                    || response.exception()) {
                continue;
            }
            String text =
                    Samples.text(dialects.dialectOf(file.getValue().request()).respond(file.getValue()));
            boolean google =
                    dialects.dialectOf(file.getValue().request()).name().equals("gemini");
            List<JsonNode> expected = new ArrayList<>();
            for (JsonNode part : response.streaming() ? response.body() : List.of(response.body())) {
                JsonNode value = RecordedResponse.unwrapped(part);
                if (google) {
                    ((ObjectNode) value).remove("sdk_http_response");
                    value = camel(value, "");
                }
                if (value.isString()) {
                    String line = value.stringValue();
                    if (!line.startsWith("data:")) {
                        continue;
                    }
                    value = Json.parse(line.substring(5).getBytes(StandardCharsets.UTF_8));
                }
                expected.add(value);
            }
            List<JsonNode> actual = response.streaming()
                    ? text.lines()
                            .filter(line -> line.startsWith("data: {"))
                            .map(line -> Json.parse(line.substring(6).getBytes(StandardCharsets.UTF_8)))
                            .toList()
                    : List.of(Json.parse(text.getBytes(StandardCharsets.UTF_8)));
            assertThat(actual).as(file.getKey().toString()).isEqualTo(expected);
            compared++;
        }

        assertThat(compared).isEqualTo(728 - 67 - 16 - 4);
    }

    private static Map<Path, Recording> corpus() throws IOException {
        Path corpus = SharedCorpus.corpus();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(corpus)) {
            files = walk.filter(path -> path.toString().endsWith(".json")).toList();
        }
        Map<Path, Recording> recordings = new TreeMap<>();
        for (Path file : files) {
            try {
                recordings.put(file, RecordingCodec.read(Files.readAllBytes(file)));
            } catch (CorruptRecordingException problem) {
                throw new AssertionError(file + ": " + problem.reason(), problem);
            }
        }
        return recordings;
    }

    /** Rebuilds what a client sends, apart from the code under test. */
    private static Live live(RecordedRequest recorded) {
        if (recorded instanceof RecordedRequest.Tool tool) {
            ObjectNode body = Json.mapper().createObjectNode();
            body.set("tool_name", tool.toolName());
            body.set("kwargs", tool.kwargs());
            return new Live("POST", "/v1/tool-runtime/invoke", body);
        }
        if (recorded instanceof RecordedRequest.Http http) {
            return new Live(http.method(), URI.create(http.url()).getPath(), http.payload());
        }
        RecordedRequest.Inference inference = (RecordedRequest.Inference) recorded;
        String endpoint = inference.endpoint();
        if (Set.of("/v1/models", "/api/ps").contains(endpoint)) {
            return new Live("GET", endpoint, null);
        }
        ObjectNode arguments = (ObjectNode) inference.body();
        if (endpoint.startsWith("/generate_content")) {
            String call = endpoint.endsWith("_stream") ? ":streamGenerateContent?alt=sse" : ":generateContent";
            return new Live("POST", "/v1beta1/" + arguments.path("model").stringValue() + call, googleBody(arguments));
        }
        ObjectNode body = arguments.deepCopy();
        body.remove(List.of("extra_body", "extra_query", "extra_headers", "timeout"));
        arguments.path("extra_body").properties().forEach(extra -> body.set(extra.getKey(), extra.getValue()));
        return new Live("POST", endpoint, body);
    }

    private static ObjectNode googleBody(ObjectNode arguments) {
        ObjectNode body = Json.mapper().createObjectNode();
        body.set("contents", camel(arguments.path("contents"), ""));
        for (Map.Entry<String, JsonNode> option : arguments.path("config").properties()) {
            if (option.getKey().equals("system_instruction")) {
                ObjectNode content = body.putObject("systemInstruction").put("role", "user");
                content.putArray("parts").addObject().set("text", option.getValue());
            } else {
                ObjectNode config = body.withObject("/generationConfig");
                config.set(camelName(option.getKey()), camel(option.getValue(), option.getKey()));
            }
        }
        return body;
    }

    private static JsonNode camel(JsonNode value, String key) {
        if (value instanceof ArrayNode array) {
            ArrayNode copy = Json.mapper().createArrayNode();
            array.forEach(element -> copy.add(camel(element, "")));
            return copy;
        }
        if (!(value instanceof ObjectNode object)) {
            return value;
        }
        ObjectNode copy = Json.mapper().createObjectNode();
        object.properties().forEach(member -> {
            String name = member.getKey();
            copy.set(key.equals("properties") ? name : camelName(name), camel(member.getValue(), name));
        });
        return copy;
    }

    private static String camelName(String name) {
        return Pattern.compile("_+(.?)")
                .matcher(name)
                .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }

    private record Live(String method, String target, JsonNode body) {}
}

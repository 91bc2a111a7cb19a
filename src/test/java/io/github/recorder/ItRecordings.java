package io.github.recorder;

import io.github.recorder.matching.Identity;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordingCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the recordings of integration tests with client libraries: what each library sends, as it was seen on the wire, and a made-up
 * answer in the provider's form. In JSON that stands here, {@code '} stands for {@code "}.
 */
final class ItRecordings {

    private static final Path INTEGRATION_TESTS = Path.of("src/it");

    private static final String TEST_CLASS = "it.CapitalIT";
    private static final String OPENAI_PATH = "/v1/chat/completions";
    private static final String OPENAI_QUESTION =
            "'messages': [{'role': 'user', 'content': 'What is the capital of France?'}], 'model': 'gpt-4o-mini'";
    private static final String ANTHROPIC_QUESTION =
            "'max_tokens': 64, 'messages': [{'content': 'What is the capital of France?', 'role': 'user'}], 'model': 'claude-sonnet-4-5'";
    private static final String GEMINI_CONTENTS =
            "'contents': [{'parts': [{'text': 'What is the capital of France?'}], 'role': 'user'}]";

    private final Map<Path, byte[]> files = new LinkedHashMap<>();

    private ItRecordings() {}

    /** Returns the content of each file, by its path relative to the project. */
    static Map<Path, byte[]> files() {
        ItRecordings recordings = new ItRecordings();
        String withUsage = ", 'stream': true, 'stream_options': {'include_usage': true}";
        recordings.openAi("clients/langchain4j", TEST_CLASS, ", 'stream': false", withUsage);
        recordings.openAi(
                "clients/spring-ai", TEST_CLASS, "", ", 'stream_options': {'include_usage': true}, 'stream': true");
        recordings.anthropic("clients/anthropic-java", TEST_CLASS);
        recordings.openAi("intercept/hard-coded", "it.OpenAiIT", "", ", 'stream': true");
        recordings.anthropic("intercept/hard-coded", "it.AnthropicIT");
        recordings.openAi("intercept/own-trust-store", TEST_CLASS, ", 'stream': false", withUsage);
        recordings.gemini();
        return recordings.files;
    }

    private void openAi(String module, String testClass, String notStreaming, String streaming) {
        inference(
                module,
                testClass + "#answers",
                "https://api.openai.com/v1" + OPENAI_PATH,
                OPENAI_PATH,
                "{" + OPENAI_QUESTION + notStreaming + "}",
                """
                {'body': {'__type__': 'openai.types.chat.chat_completion.ChatCompletion', '__data__': {
                  'id': 'rec-ID', 'choices': [{'finish_reason': 'stop', 'index': 0, 'logprobs': null,
                    'message': {'content': 'Paris.', 'refusal': null, 'role': 'assistant'}}],
                  'created': 0, 'model': 'gpt-4o-mini-2024-07-18', 'object': 'chat.completion',
                  'usage': {'completion_tokens': 2, 'prompt_tokens': 14, 'total_tokens': 16}}},
                 'is_streaming': false}
                """);
        String chunk = "{'__type__': 'openai.types.chat.chat_completion_chunk.ChatCompletionChunk', '__data__': {"
                + "'id': 'rec-ID', 'choices': [%s], 'created': 0, 'model': 'gpt-4o-mini-2024-07-18',"
                + " 'object': 'chat.completion.chunk', 'usage': %s}}";
        String delta = "{'delta': %s, 'finish_reason': %s, 'index': 0, 'logprobs': null}";
        List<String> chunks = List.of(
                chunk.formatted(delta.formatted("{'content': '', 'role': 'assistant'}", "null"), "null"),
                chunk.formatted(delta.formatted("{'content': 'Par'}", "null"), "null"),
                chunk.formatted(delta.formatted("{'content': 'is.'}", "null"), "null"),
                chunk.formatted(delta.formatted("{}", "'stop'"), "null"),
                chunk.formatted("", "{'completion_tokens': 2, 'prompt_tokens': 14, 'total_tokens': 16}"));
        inference(
                module,
                testClass + "#streams",
                "https://api.openai.com/v1" + OPENAI_PATH,
                OPENAI_PATH,
                "{" + OPENAI_QUESTION + streaming + "}",
                "{'body': [" + String.join(",", chunks) + "], 'is_streaming': true}");
    }

    private void anthropic(String module, String testClass) {
        String url = "https://api.anthropic.com/v1/messages";
        http(module, testClass + "#answers", url, "{" + ANTHROPIC_QUESTION + "}", """
                {'status': 200, 'body': {'id': 'msg_1', 'type': 'message', 'role': 'assistant', 'model': 'claude-sonnet-4-5',
                  'content': [{'type': 'text', 'text': 'Paris.'}], 'stop_reason': 'end_turn', 'stop_sequence': null,
                  'usage': {'input_tokens': 14, 'output_tokens': 4}}, 'is_streaming': false}
                """);
        http(
                module,
                testClass + "#streams",
                url,
                "{" + ANTHROPIC_QUESTION + ", 'stream': true}",
                events(
                        event(
                                "message_start",
                                "{'type':'message_start','message':{'id':'msg_1','type':'message','role':'assistant','content':[],"
                                        + "'model':'claude-sonnet-4-5','stop_reason':null,'stop_sequence':null,"
                                        + "'usage':{'input_tokens':14,'output_tokens':1}}}"),
                        event(
                                "content_block_start",
                                "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}"),
                        event(
                                "content_block_delta",
                                "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Par'}}"),
                        event(
                                "content_block_delta",
                                "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'is.'}}"),
                        event("content_block_stop", "{'type':'content_block_stop','index':0}"),
                        event(
                                "message_delta",
                                "{'type':'message_delta','delta':{'stop_reason':'end_turn','stop_sequence':null},"
                                        + "'usage':{'output_tokens':4}}"),
                        event("message_stop", "{'type':'message_stop'}")));
    }

    /** Of the two shapes in which such a call may have been recorded, one each. */
    private void gemini() {
        inference(
                "clients/google-genai",
                TEST_CLASS + "#answers",
                "vertexai:///generate_content",
                "/generate_content",
                "{'model': 'gemini-2.5-flash', " + GEMINI_CONTENTS + ", 'config': {}}",
                """
                {'body': {'candidates': [{'content': {'parts': [{'text': 'Paris.'}], 'role': 'model'},
                  'finish_reason': 'STOP', 'index': 0}], 'model_version': 'gemini-2.5-flash',
                  'usage_metadata': {'candidates_token_count': 2, 'prompt_token_count': 7, 'total_token_count': 9}},
                 'is_streaming': false}
                """);
        String chunk =
                "{'candidates':[{'content':{'parts':[{'text':'%s'}],'role':'model'},'index':0}],'modelVersion':'gemini-2.5-flash'}";
        http(
                "clients/google-genai",
                TEST_CLASS + "#streams",
                "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
                "{" + GEMINI_CONTENTS + "}",
                events(event(null, chunk.formatted("Par")), event(null, chunk.formatted("is."))));
    }

    private void inference(String module, String testId, String url, String endpoint, String body, String response) {
        JsonNode arguments = json(body);
        String model = arguments.path("model").asString();
        String hash = Identity.hash(
                        testId, new RecordedRequest.Inference("POST", url, arguments, endpoint, model, null))
                .orElseThrow();
        ObjectNode request = Json.mapper().createObjectNode();
        request.put("method", "POST").put("url", url);
        request.putObject("headers");
        request.set("body", arguments);
        request.put("endpoint", endpoint).put("model", model);
        file(module, testId, hash, request, json(response.replace("rec-ID", "rec-" + hash.substring(0, 12))));
    }

    private void http(String module, String testId, String url, String payload, String response) {
        JsonNode sent = json(payload);
        String hash = Identity.hash(testId, new RecordedRequest.Http(testId, url, "POST", sent))
                .orElseThrow();
        ObjectNode request = Json.mapper().createObjectNode();
        request.put("test_id", testId).put("url", url).put("method", "POST");
        request.set("payload", sent);
        file(module, testId, hash, request, json(response));
    }

    private void file(String module, String testId, String hash, ObjectNode request, JsonNode response) {
        ObjectNode document = Json.mapper().createObjectNode();
        document.put("test_id", testId);
        document.set("request", request);
        document.set("response", response);
        document.putObject("id_normalization_mapping");
        Path file =
                INTEGRATION_TESTS.resolve(module).resolve("src/test/recordings").resolve(hash + ".json");
        files.put(file, RecordingCodec.write(document));
    }

    private static String event(String name, String data) {
        return (name == null ? "" : "event: " + name + "\n") + "data: " + data.replace('\'', '"') + "\n\n";
    }

    private static String events(String... events) {
        ObjectNode response = Json.mapper().createObjectNode();
        response.put("status", 200);
        ArrayNode lines = response.putArray("body");
        for (String event : events) {
            event.substring(0, event.length() - 1).lines().forEach(lines::add);
            lines.add("");
        }
        response.put("is_streaming", true);
        // The quotation marks of the data are no apostrophes, so that reading it as JSON of ours changes nothing.
        return response.toString();
    }

    private static JsonNode json(String text) {
        return Json.parse((text.startsWith("{\"") ? text : text.replace('\'', '"')).getBytes(StandardCharsets.UTF_8));
    }
}

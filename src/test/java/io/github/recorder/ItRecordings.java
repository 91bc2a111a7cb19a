package io.github.recorder;

import io.github.recorder.matching.RequestHash;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.RecordingCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes recordings for integration tests of client libraries: what each library sends, as it was seen on the wire, and
 * a made-up answer in the provider's form. In JSON that stands here, {@code '} stands for {@code "}.
 */
final class ItRecordings {

    private static final Path CLIENTS = Path.of("src/it/clients");

    private static final String ANSWERS = "it.CapitalIT#answers";
    private static final String STREAMS = "it.CapitalIT#streams";
    private static final String ANTHROPIC_QUESTION =
            "'max_tokens': 64, 'messages': [{'content': 'What is the capital of France?', 'role': 'user'}], 'model': 'claude-sonnet-4-5'";
    private static final String GEMINI_CONTENTS =
            "'contents': [{'parts': [{'text': 'What is the capital of France?'}], 'role': 'user'}]";

    private final Map<Path, byte[]> files = new LinkedHashMap<>();

    private ItRecordings() {}

    /** Returns the content of each file, by its path relative to the project. */
    static Map<Path, byte[]> files() {
        ItRecordings recordings = new ItRecordings();
        recordings.anthropic();
        recordings.gemini();
        return recordings.files;
    }

    private void anthropic() {
        String url = "https://api.anthropic.com/v1/messages";
        http("anthropic-java", ANSWERS, url, "{" + ANTHROPIC_QUESTION + "}", """
                {'status': 200, 'body': {'id': 'msg_1', 'type': 'message', 'role': 'assistant', 'model': 'claude-sonnet-4-5',
                  'content': [{'type': 'text', 'text': 'Paris.'}], 'stop_reason': 'end_turn', 'stop_sequence': null,
                  'usage': {'input_tokens': 14, 'output_tokens': 4}}, 'is_streaming': false}
                """);
        http(
                "anthropic-java",
                STREAMS,
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
                "google-genai",
                ANSWERS,
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
                "google-genai",
                STREAMS,
                "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
                "{" + GEMINI_CONTENTS + "}",
                events(event(null, chunk.formatted("Par")), event(null, chunk.formatted("is."))));
    }

    private void inference(String module, String testId, String url, String endpoint, String body, String response) {
        JsonNode arguments = json(body);
        String model = arguments.path("model").asString();
        String hash = RequestHash.hash(
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
        String hash = RequestHash.hash(testId, new RecordedRequest.Http(testId, url, "POST", sent))
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
        Path file = CLIENTS.resolve(module).resolve("src/test/recordings").resolve(hash + ".json");
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

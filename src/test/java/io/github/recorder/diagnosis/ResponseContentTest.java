package io.github.recorder.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** One made-up answer of each kind, whole and streamed. */
final class ResponseContentTest {

    @Test
    void openAiChat() {
        ResponseContent story = story("""
                {'body': {'__type__': 'x', '__data__': {'choices': [{'finish_reason': 'tool_calls', 'message': {
                  'content': 'Let me see.', 'reasoning_content': 'Hm.', 'tool_calls': [
                    {'id': 'call_1', 'type': 'function', 'function': {'name': 'add', 'arguments': '{}'}},
                    {'id': 'call_2', 'type': 'function', 'function': {'name': 'sub', 'arguments': '[]'}}]}}],
                  'usage': {'total_tokens': 3}}}, 'is_streaming': false}
                """);
        assertThat(story.text()).isEqualTo("Let me see.");
        assertThat(story.thinking()).isEqualTo("Hm.");
        assertThat(story.finish()).isEqualTo("tool_calls");
        assertThat(story.toolCalls())
                .containsExactly(
                        new ResponseContent.ToolCall("call_1", "add", "{}"),
                        new ResponseContent.ToolCall("call_2", "sub", "[]"));
        assertThat(String.valueOf(story.usage())).isEqualTo("{\"total_tokens\":3}");
    }

    @Test
    void openAiChatStreamed() {
        ResponseContent story = story("""
                {'body': [
                  {'__type__': 'x', '__data__': {'choices': [{'delta': {'content': 'Bon', 'role': 'assistant'}}]}},
                  {'__type__': 'x', '__data__': {'choices': [{'delta': {'content': 'jour', 'tool_calls': [
                    {'index': 0, 'id': 'c1', 'function': {'name': 'f', 'arguments': ''}}]}}]}},
                  {'__type__': 'x', '__data__': {'choices': [{'delta': {'tool_calls': [
                    {'index': 0, 'function': {'arguments': '{\\'a\\':'}}]}}]}},
                  {'__type__': 'x', '__data__': {'choices': [{'delta': {'tool_calls': [
                    {'index': 0, 'function': {'arguments': '1}'}}]}, 'finish_reason': 'stop'}]}},
                  {'__type__': 'x', '__data__': {'choices': [], 'usage': {'total_tokens': 9}}}], 'is_streaming': true}
                """);
        assertThat(story.text()).isEqualTo("Bonjour");
        assertThat(story.toolCalls()).containsExactly(new ResponseContent.ToolCall("c1", "f", "{\"a\":1}"));
        assertThat(story.finish()).isEqualTo("stop");
        assertThat(story.usage()).isNotNull();
    }

    @Test
    void openAiCompletionsEmbeddingsAndModels() {
        assertThat(story("{'body': {'choices': [{'text': 'abc', 'finish_reason': 'length'}]}}")
                        .text())
                .isEqualTo("abc");
        ResponseContent embeddings = story("{'body': {'data': [{'embedding': [1, 2, 3]}, {'embedding': [4, 5, 6]}]}}");
        assertThat(embeddings.vectors()).isEqualTo(2);
        assertThat(embeddings.dimensions()).isEqualTo(3);
        assertThat(story(
                                "{'body': [{'__type__': 'openai.types.model.Model', '__data__': {'id': 'm', 'object': 'model'}}]}")
                        .items())
                .containsExactly("m");
    }

    @Test
    void openAiResponses() {
        String whole = """
                {'object': 'response', 'status': 'completed', 'usage': {'input_tokens': 1}, 'output': [
                  {'type': 'reasoning', 'summary': [{'type': 'summary_text', 'text': 'Hm.'}]},
                  {'type': 'message', 'content': [{'type': 'output_text', 'text': 'Bonjour'}]},
                  {'type': 'function_call', 'id': 'fc', 'call_id': 'c1', 'name': 'f', 'arguments': '{}'}]}
                """;
        ResponseContent fromWhole = story("{'body': " + whole + "}");
        ResponseContent fromStream =
                story("{'is_streaming': true, 'body': [{'type': 'response.output_text.delta', 'delta': 'Bon'},"
                        + "{'type': 'response.completed', 'response': " + whole + "}]}");
        assertThat(fromStream).isEqualTo(fromWhole);
        assertThat(fromWhole.text()).isEqualTo("Bonjour");
        assertThat(fromWhole.thinking()).isEqualTo("Hm.");
        assertThat(fromWhole.toolCalls()).containsExactly(new ResponseContent.ToolCall("c1", "f", "{}"));
    }

    @Test
    void openAiResponsesThatWereCut() {
        ResponseContent story = story("""
                {'is_streaming': true, 'is_exception': true, 'body': [
                  {'type': 'response.output_text.delta', 'delta': 'Bon'},
                  {'type': 'response.output_item.added', 'item': {'type': 'function_call', 'id': 'i', 'call_id': 'c', 'name': 'f', 'arguments': ''}},
                  {'type': 'response.function_call_arguments.delta', 'item_id': 'i', 'delta': '{'}]}
                """);
        assertThat(story.text()).isEqualTo("Bon");
        assertThat(story.toolCalls()).containsExactly(new ResponseContent.ToolCall("c", "f", "{"));
    }

    @Test
    void ollamaStreamed() {
        ResponseContent story = story("""
                {'is_streaming': true, 'body': [
                  {'__type__': 'ollama._types.ChatResponse', '__data__': {'done': false, 'message': {'role': 'assistant', 'content': 'Bon', 'thinking': 'Hm'}}},
                  {'__type__': 'ollama._types.ChatResponse', '__data__': {'done': false, 'message': {'content': '', 'tool_calls': [
                    {'function': {'name': 'f', 'arguments': {'a': 1}}}]}}},
                  {'__type__': 'ollama._types.ChatResponse', '__data__': {'done': false, 'message': {'content': '', 'tool_calls': [
                    {'function': {'name': 'g', 'arguments': {}}}]}}},
                  {'__type__': 'ollama._types.ChatResponse', '__data__': {'done': true, 'done_reason': 'stop', 'eval_count': 2,
                    'prompt_eval_count': 5, 'message': {'content': 'jour'}}}]}
                """);
        assertThat(story.text()).isEqualTo("Bonjour");
        assertThat(story.thinking()).isEqualTo("Hm");
        assertThat(story.toolCalls()).extracting(ResponseContent.ToolCall::name).containsExactly("f", "g");
        assertThat(story.finish()).isEqualTo("stop");
        assertThat(String.valueOf(story.usage())).isEqualTo("{\"prompt_eval_count\":5,\"eval_count\":2}");
        assertThat(story("{'body': {'done': true, 'response': 'abc'}}").text()).isEqualTo("abc");
        assertThat(story("{'body': {'embeddings': [[1, 2]]}}").dimensions()).isEqualTo(2);
    }

    @Test
    void anthropic() {
        ResponseContent story = story("""
                {'body': {'type': 'message', 'content': [{'type': 'thinking', 'thinking': 'Hm.'}, {'type': 'text', 'text': 'Bonjour'},
                  {'type': 'tool_use', 'id': 't1', 'name': 'f', 'input': {'a': 1}}], 'stop_reason': 'tool_use',
                  'usage': {'output_tokens': 1}}}
                """);
        assertThat(story.text()).isEqualTo("Bonjour");
        assertThat(story.thinking()).isEqualTo("Hm.");
        assertThat(story.toolCalls()).containsExactly(new ResponseContent.ToolCall("t1", "f", "{\"a\":1}"));
        assertThat(story.finish()).isEqualTo("tool_use");
    }

    @Test
    void anthropicStreamed() {
        ResponseContent story = story("""
                {'is_streaming': true, 'body': ['event: message_start',
                  'data: {\\'type\\':\\'message_start\\',\\'message\\':{\\'usage\\':{\\'input_tokens\\':1}}}', '',
                  'data: {\\'type\\':\\'content_block_start\\',\\'index\\':0,\\'content_block\\':{\\'type\\':\\'text\\',\\'text\\':\\'\\'}}',
                  'data: {\\'type\\':\\'content_block_delta\\',\\'index\\':0,\\'delta\\':{\\'type\\':\\'text_delta\\',\\'text\\':\\'Bonjour\\'}}',
                  'data: {\\'type\\':\\'content_block_start\\',\\'index\\':1,\\'content_block\\':{\\'type\\':\\'tool_use\\',\\'id\\':\\'t\\',\\'name\\':\\'f\\',\\'input\\':{}}}',
                  'data: {\\'type\\':\\'content_block_delta\\',\\'index\\':1,\\'delta\\':{\\'type\\':\\'input_json_delta\\',\\'partial_json\\':\\'{}\\'}}',
                  'data: {\\'type\\':\\'message_delta\\',\\'delta\\':{\\'stop_reason\\':\\'end_turn\\'},\\'usage\\':{\\'output_tokens\\':7}}',
                  'data: {\\'type\\':\\'message_stop\\'}', 'data: [DONE]', 'data: not JSON', '']}
                """);
        assertThat(story.text()).isEqualTo("Bonjour");
        assertThat(story.toolCalls()).containsExactly(new ResponseContent.ToolCall("t", "f", "{}"));
        assertThat(story.finish()).isEqualTo("end_turn");
        assertThat(String.valueOf(story.usage())).isEqualTo("{\"output_tokens\":7}");
    }

    @Test
    void geminiOfTheSdkAndOfTheWire() {
        ResponseContent story = story("""
                {'is_streaming': true, 'body': [
                  {'candidates': [{'content': {'parts': [{'text': 'Hm.', 'thought': true}, {'text': 'Bon'}]}}]},
                  {'candidates': [{'content': {'parts': [{'text': 'jour'}, {'function_call': {'name': 'f', 'args': {'a': 1}}}]}, 'finish_reason': 'STOP'}],
                   'usage_metadata': {'total_token_count': 1}}]}
                """);
        assertThat(story.text()).isEqualTo("Bonjour");
        assertThat(story.thinking()).isEqualTo("Hm.");
        assertThat(story.toolCalls()).containsExactly(new ResponseContent.ToolCall(null, "f", "{\"a\":1}"));
        assertThat(story.finish()).isEqualTo("STOP");
        ResponseContent wire =
                story("{'body': {'candidates': [{'content': {'parts': [{'functionCall': {'name': 'f', 'args': {}}}]},"
                        + " 'finishReason': 'STOP'}], 'usageMetadata': {'totalTokenCount': 1}}}");
        assertThat(wire.toolCalls()).hasSize(1);
        assertThat(wire.usage()).isNotNull();
    }

    @Test
    void whatItDoesNotUnderstandIsEmpty() {
        assertThat(story("{'body': {'results': [{'score': 1}]}}").isEmpty()).isTrue();
        assertThat(story("{'body': null, 'is_exception': true}").isEmpty()).isTrue();
        assertThat(story("{'body': 'text'}").isEmpty()).isTrue();
    }

    private static ResponseContent story(String response) {
        String json = response.replace("\\'", "\u0000").replace('\'', '"').replace("\u0000", "\\\"");
        return ResponseContent.of(new RecordedResponse((ObjectNode) Json.parse(json.getBytes(StandardCharsets.UTF_8))));
    }
}

package io.github.recorder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** One made-up answer of each kind, whole and streamed. */
final class ResponseReaderTest {

    @Test
    void openAiChat() {
        ResponseContent content = content("openai", """
                {'body': {'__type__': 'x', '__data__': {'choices': [{'finish_reason': 'tool_calls', 'message': {
                  'content': 'Let me see.', 'reasoning_content': 'Hm.', 'tool_calls': [
                    {'id': 'call_1', 'type': 'function', 'function': {'name': 'add', 'arguments': '{}'}},
                    {'id': 'call_2', 'type': 'function', 'function': {'name': 'sub', 'arguments': '[]'}}]}}],
                  'usage': {'total_tokens': 3}}}, 'is_streaming': false}
                """);
        assertThat(content.text()).isEqualTo("Let me see.");
        assertThat(content.reasoning()).isEqualTo("Hm.");
        assertThat(content.finish()).isEqualTo("tool_calls");
        assertThat(content.toolCalls())
                .containsExactly(
                        new ResponseContent.ToolCall("call_1", "add", "{}"),
                        new ResponseContent.ToolCall("call_2", "sub", "[]"));
        assertThat(String.valueOf(content.usage())).isEqualTo("{\"total_tokens\":3}");
    }

    @Test
    void openAiChatStreamed() {
        ResponseContent content = content("openai", """
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
        assertThat(content.text()).isEqualTo("Bonjour");
        assertThat(content.toolCalls()).containsExactly(new ResponseContent.ToolCall("c1", "f", "{\"a\":1}"));
        assertThat(content.finish()).isEqualTo("stop");
        assertThat(content.usage()).isNotNull();
    }

    @Test
    void openAiCompletionsEmbeddingsAndModels() {
        assertThat(content("openai", "{'body': {'choices': [{'text': 'abc', 'finish_reason': 'length'}]}}")
                        .text())
                .isEqualTo("abc");
        ResponseContent embeddings =
                content("openai", "{'body': {'data': [{'embedding': [1, 2, 3]}, {'embedding': [4, 5, 6]}]}}");
        assertThat(embeddings.vectors()).hasSize(2);
        assertThat(embeddings.dimensions()).isEqualTo(3);
        assertThat(content(
                                "openai",
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
        ResponseContent fromWhole = content("openai", "{'body': " + whole + "}");
        ResponseContent fromStream = content(
                "openai",
                "{'is_streaming': true, 'body': [{'type': 'response.output_text.delta', 'delta': 'Bon'},"
                        + "{'type': 'response.completed', 'response': " + whole + "}]}");
        assertThat(fromStream).isEqualTo(fromWhole);
        assertThat(fromWhole.text()).isEqualTo("Bonjour");
        assertThat(fromWhole.reasoning()).isEqualTo("Hm.");
        assertThat(fromWhole.toolCalls()).containsExactly(new ResponseContent.ToolCall("c1", "f", "{}"));
    }

    @Test
    void openAiResponsesThatWereCut() {
        ResponseContent content = content("openai", """
                {'is_streaming': true, 'is_exception': true, 'body': [
                  {'type': 'response.output_text.delta', 'delta': 'Bon'},
                  {'type': 'response.output_item.added', 'item': {'type': 'function_call', 'id': 'i', 'call_id': 'c', 'name': 'f', 'arguments': ''}},
                  {'type': 'response.function_call_arguments.delta', 'item_id': 'i', 'delta': '{'}]}
                """);
        assertThat(content.text()).isEqualTo("Bon");
        assertThat(content.toolCalls()).containsExactly(new ResponseContent.ToolCall("c", "f", "{"));
    }

    @Test
    void ollamaStreamed() {
        ResponseContent content = content("ollama", """
                {'is_streaming': true, 'body': [
                  {'__type__': 'ollama._types.ChatResponse', '__data__': {'done': false, 'message': {'role': 'assistant', 'content': 'Bon', 'thinking': 'Hm'}}},
                  {'__type__': 'ollama._types.ChatResponse', '__data__': {'done': false, 'message': {'content': '', 'tool_calls': [
                    {'function': {'name': 'f', 'arguments': {'a': 1}}}]}}},
                  {'__type__': 'ollama._types.ChatResponse', '__data__': {'done': false, 'message': {'content': '', 'tool_calls': [
                    {'function': {'name': 'g', 'arguments': {}}}]}}},
                  {'__type__': 'ollama._types.ChatResponse', '__data__': {'done': true, 'done_reason': 'stop', 'eval_count': 2,
                    'prompt_eval_count': 5, 'message': {'content': 'jour'}}}]}
                """);
        assertThat(content.text()).isEqualTo("Bonjour");
        assertThat(content.reasoning()).isEqualTo("Hm");
        assertThat(content.toolCalls())
                .extracting(ResponseContent.ToolCall::name)
                .containsExactly("f", "g");
        assertThat(content.finish()).isEqualTo("stop");
        assertThat(String.valueOf(content.usage())).isEqualTo("{\"prompt_eval_count\":5,\"eval_count\":2}");
        assertThat(content("ollama", "{'body': {'done': true, 'response': 'abc'}}")
                        .text())
                .isEqualTo("abc");
        assertThat(content("ollama", "{'body': {'embeddings': [[1, 2]]}}").dimensions())
                .isEqualTo(2);
    }

    @Test
    void anthropic() {
        ResponseContent content = content("anthropic", """
                {'body': {'type': 'message', 'content': [{'type': 'thinking', 'thinking': 'Hm.'}, {'type': 'text', 'text': 'Bonjour'},
                  {'type': 'tool_use', 'id': 't1', 'name': 'f', 'input': {'a': 1}}], 'stop_reason': 'tool_use',
                  'usage': {'output_tokens': 1}}}
                """);
        assertThat(content.text()).isEqualTo("Bonjour");
        assertThat(content.reasoning()).isEqualTo("Hm.");
        assertThat(content.toolCalls()).containsExactly(new ResponseContent.ToolCall("t1", "f", "{\"a\":1}"));
        assertThat(content.finish()).isEqualTo("tool_use");
    }

    @Test
    void anthropicStreamed() {
        ResponseContent content = content("anthropic", """
                {'is_streaming': true, 'body': ['event: message_start',
                  'data: {\\'type\\':\\'message_start\\',\\'message\\':{\\'usage\\':{\\'input_tokens\\':1}}}', '',
                  'data: {\\'type\\':\\'content_block_start\\',\\'index\\':0,\\'content_block\\':{\\'type\\':\\'text\\',\\'text\\':\\'\\'}}',
                  'data: {\\'type\\':\\'content_block_delta\\',\\'index\\':0,\\'delta\\':{\\'type\\':\\'text_delta\\',\\'text\\':\\'Bonjour\\'}}',
                  'data: {\\'type\\':\\'content_block_start\\',\\'index\\':1,\\'content_block\\':{\\'type\\':\\'tool_use\\',\\'id\\':\\'t\\',\\'name\\':\\'f\\',\\'input\\':{}}}',
                  'data: {\\'type\\':\\'content_block_delta\\',\\'index\\':1,\\'delta\\':{\\'type\\':\\'input_json_delta\\',\\'partial_json\\':\\'{}\\'}}',
                  'data: {\\'type\\':\\'message_delta\\',\\'delta\\':{\\'stop_reason\\':\\'end_turn\\'},\\'usage\\':{\\'output_tokens\\':7}}',
                  'data: {\\'type\\':\\'message_stop\\'}', 'data: [DONE]', 'data: not JSON', '']}
                """);
        assertThat(content.text()).isEqualTo("Bonjour");
        assertThat(content.toolCalls()).containsExactly(new ResponseContent.ToolCall("t", "f", "{}"));
        assertThat(content.finish()).isEqualTo("end_turn");
        assertThat(String.valueOf(content.usage())).isEqualTo("{\"output_tokens\":7}");
    }

    @Test
    void geminiOfTheSdkAndOfTheWire() {
        ResponseContent content = content("gemini", """
                {'is_streaming': true, 'body': [
                  {'candidates': [{'content': {'parts': [{'text': 'Hm.', 'thought': true}, {'text': 'Bon'}]}}]},
                  {'candidates': [{'content': {'parts': [{'text': 'jour'}, {'function_call': {'name': 'f', 'args': {'a': 1}}}]}, 'finish_reason': 'STOP'}],
                   'usage_metadata': {'total_token_count': 1}}]}
                """);
        assertThat(content.text()).isEqualTo("Bonjour");
        assertThat(content.reasoning()).isEqualTo("Hm.");
        assertThat(content.toolCalls()).containsExactly(new ResponseContent.ToolCall(null, "f", "{\"a\":1}"));
        assertThat(content.finish()).isEqualTo("STOP");
        ResponseContent wire = content(
                "gemini",
                "{'body': {'candidates': [{'content': {'parts': [{'functionCall': {'name': 'f', 'args': {}}}]},"
                        + " 'finishReason': 'STOP'}], 'usageMetadata': {'totalTokenCount': 1}}}");
        assertThat(wire.toolCalls()).hasSize(1);
        assertThat(wire.usage()).isNotNull();
    }

    @Test
    void cohereStreamedIsNotTakenForAnotherServices() {
        String stream = """
                {'is_streaming': true, 'body': [
                  'event: message-start',
                  'data: {\\'id\\':\\'8f1c\\',\\'type\\':\\'message-start\\',\\'delta\\':{\\'message\\':{\\'role\\':\\'assistant\\',\\'content\\':[]}}}',
                  'data: {\\'type\\':\\'tool-plan-delta\\',\\'delta\\':{\\'message\\':{\\'tool_plan\\':\\'I look it up.\\'}}}',
                  'data: {\\'type\\':\\'content-start\\',\\'index\\':0,\\'delta\\':{\\'message\\':{\\'content\\':{\\'type\\':\\'text\\',\\'text\\':\\'\\'}}}}',
                  'data: {\\'type\\':\\'content-delta\\',\\'index\\':0,\\'delta\\':{\\'message\\':{\\'content\\':{\\'text\\':\\'Bon\\'}}}}',
                  'data: {\\'type\\':\\'content-delta\\',\\'index\\':0,\\'delta\\':{\\'message\\':{\\'content\\':{\\'text\\':\\'jour\\'}}}}',
                  'data: {\\'type\\':\\'tool-call-start\\',\\'index\\':0,\\'delta\\':{\\'message\\':{\\'tool_calls\\':{\\'id\\':\\'f_1\\',\\'function\\':{\\'name\\':\\'f\\',\\'arguments\\':\\'\\'}}}}}',
                  'data: {\\'type\\':\\'tool-call-delta\\',\\'index\\':0,\\'delta\\':{\\'message\\':{\\'tool_calls\\':{\\'function\\':{\\'arguments\\':\\'[1]\\'}}}}}',
                  'data: {\\'type\\':\\'citation-start\\',\\'index\\':0,\\'delta\\':{\\'message\\':{\\'citations\\':{\\'start\\':0,\\'text\\':\\'Bon\\'}}}}',
                  'data: {\\'type\\':\\'message-end\\',\\'delta\\':{\\'finish_reason\\':\\'COMPLETE\\',\\'usage\\':{\\'tokens\\':{\\'output_tokens\\':2}}}}',
                  'data: [DONE]']}
                """;
        ResponseContent content = content("cohere", stream);

        assertThat(content.text()).isEqualTo("Bonjour");
        assertThat(content.reasoning()).isEqualTo("I look it up.");
        assertThat(content.toolCalls()).containsExactly(new ResponseContent.ToolCall("f_1", "f", "[1]"));
        assertThat(content.citations()).containsExactly("{\"start\":0,\"text\":\"Bon\"}");
        assertThat(content.finish()).isEqualTo("COMPLETE");
        assertThat(String.valueOf(content.usage())).isEqualTo("{\"tokens\":{\"output_tokens\":2}}");
        assertThat(content("anthropic", stream).isEmpty()).isTrue();
        assertThat(content("cohere", """
                {'body': {'id': 'x', 'finish_reason': 'COMPLETE', 'message': {'role': 'assistant', 'content': [
                  {'type': 'thinking', 'thinking': 'Hm.'}, {'type': 'text', 'text': 'Bonjour'}]}, 'usage': {'tokens': {}}}}
                """))
                .returns("Bonjour", ResponseContent::text)
                .returns("Hm.", ResponseContent::reasoning);
    }

    @Test
    void refusalsCitationsAndReasoningOfOpenAi() {
        assertThat(content("openai", "{'body': {'choices': [{'message': {'refusal': 'No.'}}]}}")
                        .refusal())
                .isEqualTo("No.");
        ResponseContent cited = content("openai", """
                {'body': {'object': 'response', 'output': [{'type': 'message', 'content': [
                  {'type': 'output_text', 'text': 'a', 'annotations': [{'url': 'https://x.example'}]}, {'refusal': 'No.'}]}]}}
                """);
        assertThat(cited.citations()).containsExactly("{\"url\":\"https://x.example\"}");
        assertThat(cited.refusal()).isEqualTo("No.");
    }

    @Test
    void interactionsAndGeminisEmbeddings() {
        ResponseContent content = content("interactions", """
                {'body': {'status': 'completed', 'outputs': [{'type': 'thought', 'summary': [{'text': 'Hm.'}]},
                  {'type': 'text', 'text': 'Ahoy'}, {'type': 'function_call', 'id': 'c', 'name': 'f', 'arguments': {'a': 1}}],
                  'usage': {'total_tokens': 44}}}
                """);
        assertThat(content.text()).isEqualTo("Ahoy");
        assertThat(content.reasoning()).isEqualTo("Hm.");
        assertThat(content.toolCalls()).containsExactly(new ResponseContent.ToolCall("c", "f", "{\"a\":1}"));
        assertThat(content.finish()).isEqualTo("completed");
        assertThat(content("gemini", "{'body': {'embeddings': [{'values': [1, 2]}, {'values': [3, 4]}]}}")
                        .vectors())
                .hasSize(2);
    }

    @Test
    void whatItDoesNotUnderstandIsEmpty() {
        assertThat(content("http", "{'body': {'results': [{'score': 1}]}}").isEmpty())
                .isTrue();
        assertThat(content("http", "{'body': null, 'is_exception': true}").isEmpty())
                .isTrue();
        assertThat(content("http", "{'body': 'text'}").isEmpty()).isTrue();
    }

    private static ResponseContent content(String dialect, String response) {
        List<Dialect> dialects = new ArrayList<>(KnownServices.dialects());
        dialects.add(new HttpDialect());
        String json = response.replace("\\'", "\u0000").replace('\'', '"').replace("\u0000", "\\\"");
        Dialect reader = dialects.stream()
                .filter(one -> one.name().equals(dialect))
                .findFirst()
                .orElseThrow();
        return ResponseReader.read(
                reader, new RecordedResponse((ObjectNode) Json.parse(json.getBytes(StandardCharsets.UTF_8))));
    }
}

package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class ToolCallIdsTest {

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static void assertNumbered(String body, String numbered) {
        JsonNode before = json(body);
        assertThat(ToolCallIds.numbered(before)).isEqualTo(json(numbered));
        assertThat(before).isEqualTo(json(body));
    }

    @Test
    void numbersTheCallsOfAChat() {
        assertNumbered(
                "{'messages':[{'role':'user','content':'x'},"
                        + "{'role':'assistant','tool_calls':[{'id':'call_b','function':{'id':'f'}},{'id':'call_a'}]},"
                        + "{'role':'tool','tool_call_id':'call_a','content':'1'},"
                        + "{'role':'tool','tool_call_id':'call_b','content':'2'}],'id':'kept'}",
                "{'messages':[{'role':'user','content':'x'},"
                        + "{'role':'assistant',"
                        + "'tool_calls':[{'id':'tool call 0','function':{'id':'f'}},{'id':'tool call 1'}]},"
                        + "{'role':'tool','tool_call_id':'tool call 1','content':'1'},"
                        + "{'role':'tool','tool_call_id':'tool call 0','content':'2'}],'id':'kept'}");
    }

    @Test
    void numbersTheToolUsesOfAnthropic() {
        assertNumbered(
                "{'messages':[{'role':'assistant','content':[{'type':'text','text':'t','id':'kept'},"
                        + "{'type':'tool_use','id':'toolu_1','input':{'id':'kept'}}]},"
                        + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1','content':"
                        + "[{'type':'text','text':'1'}]}]}]}",
                "{'messages':[{'role':'assistant','content':[{'type':'text','text':'t','id':'kept'},"
                        + "{'type':'tool_use','id':'tool call 0','input':{'id':'kept'}}]},"
                        + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'tool call 0','content':"
                        + "[{'type':'text','text':'1'}]}]}]}");
    }

    @Test
    void numbersTheFunctionCallsOfResponses() {
        assertNumbered(
                "{'input':[{'type':'function_call','id':'fc_1','call_id':'call_1','arguments':'{}'},"
                        + "{'type':'function_call_output','call_id':'call_1','output':'1'},"
                        + "{'type':'message','id':'kept'}]}",
                "{'input':[{'type':'function_call','id':'tool call 0','call_id':'tool call 1','arguments':'{}'},"
                        + "{'type':'function_call_output','call_id':'tool call 1','output':'1'},"
                        + "{'type':'message','id':'kept'}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{'messages':'text'}",
                "{'messages':[1,{'role':'user','content':'call_1'}],'tool_call_id':'call_1'}",
                "{'input':'text','data':[{'call_id':'kept'}]}",
                "{'messages':[{'role':'tool','tool_call_id':7}]}"
            })
    void leavesOtherBodiesAlone(String body) {
        JsonNode before = json(body);
        assertThat(ToolCallIds.numbered(before)).isNull();
    }
}

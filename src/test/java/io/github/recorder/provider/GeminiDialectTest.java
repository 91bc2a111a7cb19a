package io.github.recorder.provider;

import static io.github.recorder.provider.Samples.http;
import static io.github.recorder.provider.Samples.inference;
import static io.github.recorder.provider.Samples.json;
import static io.github.recorder.provider.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.provider.WireResponse.Ending;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class GeminiDialectTest {

    private static final String GENERATE = "/v1beta/models/gemini-x:generateContent";

    private final Dialect dialect = new GeminiDialect();

    private static Recording call(String body, String response) {
        return inference("vertexai:///generate_content", "/generate_content", body, response);
    }

    private static Recording stream(String body, String response) {
        return inference("vertexai:///generate_content_stream", "/generate_content_stream", body, response);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1beta/models/gemini-x:generateContent",
                "/v1/models/gemini-x:generateContent",
                "/v1beta1/publishers/google/models/gemini-x:generateContent",
                "/v1beta1/projects/p/locations/l/publishers/google/models/gemini-x:generateContent",
                "/v1/projects/p/locations/l/publishers/google/models/gemini-x:generateContent",
                "/v1beta1/models/gemini-x:generateContent?key=secret",
                "/models/gemini-x:generateContent",
            })
    void everyPathOfACallIsOne(String endpoint) {
        assertThat(dialect.read("POST", endpoint, json("{'contents': []}")))
                .contains(new WireRequest("POST", GENERATE, json("{'contents': []}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gemini-x",
                "models/gemini-x",
                "publishers/google/models/gemini-x",
                "projects/p/locations/l/publishers/google/models/gemini-x",
            })
    void aModelIsTheLastSegmentOfItsName(String model) {
        assertThat(dialect.wire(
                        call("{'model': '" + model + "', 'contents': []}", "{}").request()))
                .contains(new WireRequest("POST", GENERATE, json("{'contents': []}")));
    }

    @Test
    void aStreamingCallIsAnother() {
        String endpoint = "/v1beta/models/gemini-x:streamGenerateContent";
        WireRequest wire = new WireRequest("POST", endpoint, json("{'contents': []}"));

        assertThat(dialect.wire(
                        stream("{'model': 'gemini-x', 'contents': []}", "{}").request()))
                .contains(wire);
        assertThat(dialect.read("POST", endpoint + "?alt=sse", json("{'contents': []}")))
                .contains(wire);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    # the SDK's arguments | what is sent, by which it is found
                    {'contents': [{'parts': [{'text': 'a'}]}], 'config': {'top_p': 0.5, 'maxOutputTokens': 3}} | {'contents': [{'parts': [{'text': 'a'}]}], 'generationConfig': {'topP': 0.5, 'maxOutputTokens': 3}}
                    {'config': {'system_instruction': 'be kind'}}                    | {'contents': [], 'systemInstruction': {'role': 'user', 'parts': [{'text': 'be kind'}]}}
                    {'config': {'system_instruction': {'parts': [{'text': 'x'}]}}}   | {'contents': [], 'systemInstruction': {'parts': [{'text': 'x'}]}}
                    {'config': {'tool_config': {'function_calling_config': {'mode': 'ANY'}}}} | {'contents': [], 'toolConfig': {'functionCallingConfig': {'mode': 'ANY'}}}
                    {'config': {'safety_settings': [{'category': 'C', 'threshold': 'T'}]}} | {'contents': [], 'safetySettings': [{'category': 'C', 'threshold': 'T'}]}
                    {'config': {'cached_content': 'c/1'}}                            | {'contents': [], 'cachedContent': 'c/1'}
                    {'config': {'labels': {'cost_center': 'a_b'}}}                   | {'contents': [], 'labels': {'cost_center': 'a_b'}}
                    {'config': {'http_options': {'timeout': 3}, 'should_return_http_response': true, 'automatic_function_calling': {'disable': true}}} | {'contents': []}
                    {'contents': [{'parts': [{'function_call': {'name': 'f', 'args': {'my_arg': {'in_ner': 1}}}}]}]} | {'contents': [{'parts': [{'functionCall': {'name': 'f', 'args': {'my_arg': {'in_ner': 1}}}}]}]}
                    {'contents': [{'parts': [{'function_response': {'name': 'f', 'response': {'my_key': 1}}}]}]} | {'contents': [{'parts': [{'functionResponse': {'name': 'f', 'response': {'my_key': 1}}}]}]}
                    {'contents': [{'parts': [{'inline_data': {'mime_type': 'image/png', 'data': 'AA=='}}]}]} | {'contents': [{'parts': [{'inlineData': {'mimeType': 'image/png', 'data': 'AA=='}}]}]}
                    {'config': {'tools': [{'function_declarations': [{'name': 'f', 'parameters': {'type': 'OBJECT', 'properties': {'a_b': {'type': 'STRING', 'any_of': [{'min_length': 1}]}}}}]}, {'google_search': {}}]}} | {'contents': [], 'tools': [{'functionDeclarations': [{'name': 'f', 'parameters': {'type': 'OBJECT', 'properties': {'a_b': {'type': 'STRING', 'anyOf': [{'minLength': 1}]}}}}]}, {'googleSearch': {}}]}
                    {'config': {'tools': [{'function_declarations': [{'name': 'f', 'response': {'type': 'OBJECT', 'property_ordering': ['a_b']}, 'parameters_json_schema': {'x_y': {'type': 'object', 'title': 'T'}}}]}]}} | {'contents': [], 'tools': [{'functionDeclarations': [{'name': 'f', 'response': {'type': 'OBJECT', 'propertyOrdering': ['a_b']}, 'parametersJsonSchema': {'x_y': {'type': 'object', 'title': 'T'}}}]}]}
                    {'config': {'response_json_schema': {'type': 'object', 'title': 'T', 'a_b': 1}}} | {'contents': [], 'generationConfig': {'responseJsonSchema': {'type': 'object', 'title': 'T', 'a_b': 1}}}
                    {'contents': 'hi'}                                               | {'contents': [{'role': 'user', 'parts': [{'text': 'hi'}]}]}
                    {'contents': ['a', {'text': 'b'}, {'role': 'model', 'parts': []}, 'c']} | {'contents': [{'role': 'user', 'parts': [{'text': 'a'}, {'text': 'b'}]}, {'role': 'model', 'parts': []}, {'role': 'user', 'parts': [{'text': 'c'}]}]}
                    """)
    void argumentsBecomeWhatIsSent(String arguments, String sent) {
        ObjectNode body = (ObjectNode) json(arguments);
        Recording recording = call(body.put("model", "gemini-x").toString(), "{}");

        assertThat(dialect.wire(recording.request())).contains(new WireRequest("POST", GENERATE, json(sent)));
        assertThat(dialect.read("POST", GENERATE, json(sent))).contains(new WireRequest("POST", GENERATE, json(sent)));
    }

    @Test
    void snakeCaseOnTheWireIsTheSame() {
        assertThat(
                        dialect.read(
                                "POST",
                                GENERATE,
                                json(
                                        "{'model': 'models/gemini-x', 'system_instruction': {'parts': []}, 'generation_config': {'top_k': 1, 'response_schema': {'property_ordering': ['a_b']}}}")))
                .contains(
                        new WireRequest(
                                "POST",
                                GENERATE,
                                json(
                                        "{'systemInstruction': {'parts': []}, 'generationConfig': {'topK': 1, 'responseSchema': {'propertyOrdering': ['a_b']}}}")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    # rule | one spelling | another
                    EMPTY_CONFIG     | {'contents': []}                                                      | {'contents': [], 'generationConfig': {}}
                    SCHEMA_TYPE_CASE | {'generationConfig': {'responseSchema': {'type': 'OBJECT'}}}          | {'generationConfig': {'responseSchema': {'type': 'object'}}}
                    SCHEMA_TYPE_CASE | {'generationConfig': {'responseSchema': {'type': ['STRING', 'NULL']}}} | {'generationConfig': {'responseSchema': {'type': ['string', 'null']}}}
                    SCHEMA_TYPE_CASE | {'generationConfig': {'responseSchema': {'items': {'type': 'STRING'}}}} | {'generationConfig': {'responseSchema': {'items': {'type': 'string'}}}}
                    SCHEMA_TYPE_CASE | {'generationConfig': {'responseSchema': {'anyOf': [{'type': 'STRING'}]}}} | {'generationConfig': {'responseSchema': {'anyOf': [{'type': 'String'}]}}}
                    SCHEMA_TYPE_CASE | {'generationConfig': {'responseSchema': {'properties': {'type': {'type': 'STRING'}}}}} | {'generationConfig': {'responseSchema': {'properties': {'type': {'type': 'string'}}}}}
                    SCHEMA_TYPE_CASE | {'tools': [{'functionDeclarations': [{'parameters': {'type': 'OBJECT'}, 'response': {'type': 'STRING'}}]}]} | {'tools': [{'functionDeclarations': [{'parameters': {'type': 'object'}, 'response': {'type': 'string'}}]}]}
                    SCHEMA_TITLE     | {'generationConfig': {'responseSchema': {'properties': {'title': {}}}}} | {'generationConfig': {'responseSchema': {'title': 'T', 'properties': {'title': {'title': 'Title'}}}}}
                    SCHEMA_TITLE     | {'tools': [{'functionDeclarations': [{'parameters': {}}]}]}            | {'tools': [{'functionDeclarations': [{'parameters': {'title': 'P'}}]}]}
                    """)
    void overlooksWhatMeansTheSame(GeminiTolerance rule, String one, String other) {
        assertThat(json(one)).isNotEqualTo(json(other));
        assertThat(dialect.read("POST", GENERATE, json(other))).isEqualTo(dialect.read("POST", GENERATE, json(one)));
        assertThat(applied(rule, other)).as("by this rule alone").isEqualTo(applied(rule, one));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'contents': []}                                           | {}
                    {'contents': [{'parts': [{'text': 'a'}]}]}                 | {'contents': [{'role': 'user', 'parts': [{'text': 'a'}]}]}
                    {'generationConfig': {'topK': null}}                       | {}
                    {'tools': []}                                              | {}
                    {'systemInstruction': {'parts': []}}                       | {'systemInstruction': {'role': 'user', 'parts': []}}
                    {'generationConfig': {'responseSchema': {'enum': ['a']}}}  | {'generationConfig': {'responseSchema': {'enum': ['A']}}}
                    {'generationConfig': {'responseSchema': {'format': 'a'}}}  | {'generationConfig': {'responseSchema': {'format': 'A'}}}
                    {'generationConfig': {'responseSchema': {'example': {'title': 'a', 'type': 'b'}}}} | {'generationConfig': {'responseSchema': {'example': {'type': 'B'}}}}
                    {'generationConfig': {'responseSchema': {'default': {'a_b': 1}}}} | {'generationConfig': {'responseSchema': {'default': {'aB': 1}}}}
                    {'generationConfig': {'responseJsonSchema': {'type': 'object'}}} | {'generationConfig': {'responseJsonSchema': {'type': 'OBJECT'}}}
                    {'contents': [{'parts': [{'functionCall': {'args': {'type': 'a', 'title': 'T'}}}]}]} | {'contents': [{'parts': [{'functionCall': {'args': {'type': 'A'}}}]}]}
                    {'labels': {'a_b': 'c'}}                                   | {'labels': {'aB': 'c'}}
                    """)
    void overlooksNothingElse(String one, String other) {
        assertThat(dialect.read("POST", GENERATE, json(other))).isNotEqualTo(dialect.read("POST", GENERATE, json(one)));
    }

    @Test
    void whatWasSentIsNotChanged() {
        var sent = json(
                "{'generationConfig': {'responseSchema': {'title': 'T', 'default': {'type': 'x'}}}, 'labels': {'a': 'b'}}");
        var before = sent.deepCopy();

        dialect.read("POST", GENERATE, sent);

        assertThat(sent).isEqualTo(before);
    }

    @Test
    void otherCallsAreComparedAsTheyStand() {
        assertThat(dialect.read("POST", "/v1beta/models/e:embedContent?key=secret&x=1", json("{'a_b': 1}")))
                .contains(new WireRequest("POST", "/v1beta/models/e:embedContent?x=1", json("{'a_b': 1}")));
        assertThat(dialect.read("GET", "/v1beta/models?key=secret&pageSize=5", null))
                .contains(new WireRequest("GET", "/v1beta/models?pageSize=5", null));
        assertThat(dialect.read("GET", "/v1/models", null)).isEmpty();
    }

    @Test
    void anHttpRecordingIsTheSameRequestAsOneOfTheSdk() {
        Recording recording = http(
                "POST",
                "https://g.example/v1beta/models/gemini-x:generateContent",
                "{'contents': [], 'generationConfig': {}}",
                "{'status': 200, 'body': {'candidates': [], 'a_b': 1}}");

        assertThat(dialect.wire(recording.request()))
                .contains(new WireRequest("POST", GENERATE, json("{'contents': []}")));
        assertThat(text(dialect.respond(recording))).isEqualTo("{\"candidates\":[],\"a_b\":1}");
    }

    @Test
    void anAnswerHasTheServicesNames() {
        WireResponse response = dialect.respond(
                call(
                        "{}",
                        "{'body': {'sdk_http_response': {'headers': {}}, 'candidates': [{'avg_logprobs': -1e-07, 'content': {'parts': [{'function_call': {'args': {'my_arg': 1}}}]}}], 'usage_metadata': {'total_token_count': 3}}}"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).contains(new HttpHeader("Content-Type", "application/json"));
        assertThat(json(text(response)))
                .isEqualTo(
                        json(
                                "{'candidates': [{'avgLogprobs': -1e-07, 'content': {'parts': [{'functionCall': {'args': {'my_arg': 1}}}]}}], 'usageMetadata': {'totalTokenCount': 3}}"));
    }

    @Test
    void aStreamHasNoEndMark() {
        WireResponse response = dialect.respond(
                stream(
                        "{}",
                        "{'body': [{'response_id': 'a', 'sdk_http_response': {}}, {'response_id': 'b'}], 'is_streaming': true}"));

        assertThat(response.headers()).contains(new HttpHeader("Content-Type", "text/event-stream"));
        assertThat(text(response)).isEqualTo("data: {\"responseId\":\"a\"}\n\ndata: {\"responseId\":\"b\"}\n\n");
        assertThat(response.ending()).isEqualTo(Ending.COMPLETE);
    }

    @Test
    void aStreamThatEndedInAnExceptionIsCut() {
        WireResponse response =
                dialect.respond(stream("{}", "{'body': [{'a': 1}], 'is_streaming': true, 'is_exception': true}"));

        assertThat(response.ending()).isEqualTo(Ending.CUT);
        assertThat(text(response)).isEqualTo("data: {\"a\":1}\n\n");
    }

    @Test
    void anExceptionIsAnErrorOfTheService() {
        WireResponse without = dialect.respond(
                call(
                        "{}",
                        "{'body': null, 'is_exception': true, 'exception_data': {'status_code': 429}, 'exception_message': 'Quota.'}"));
        assertThat(without.status()).isEqualTo(429);
        assertThat(json(text(without)).at("/error/status").stringValue()).isEqualTo("RESOURCE_EXHAUSTED");
        assertThat(json(text(without)).at("/error/message").stringValue()).isEqualTo("Quota.");

        WireResponse with = dialect.respond(
                call(
                        "{}",
                        "{'body': null, 'is_exception': true, 'is_streaming': true, 'exception_data': {'status_code': 400, 'body': {'code': 400}}}"));
        assertThat(with.status()).isEqualTo(400);
        assertThat(text(with)).isEqualTo("{\"error\":{\"code\":400}}");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    top_p,             topP
                    topP,              topP
                    a_b_c,             aBC
                    _a,                A
                    a_,                a
                    a__b,              aB
                    top_9x,            top9x
                    """)
    void namesInCamelCase(String name, String camel) {
        assertThat(CamelCase.of(name)).isEqualTo(camel);
    }

    private static ObjectNode applied(GeminiTolerance rule, String text) {
        ObjectNode request = (ObjectNode) json(text);
        rule.apply(request);
        return request;
    }
}

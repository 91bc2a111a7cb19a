package io.github.recorder.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.SharedCorpus;
import io.github.recorder.provider.Dialect;
import io.github.recorder.provider.Dialects;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import io.github.recorder.replay.ResponseVariants;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class ResponseComparisonTest {

    private static final Dialects DIALECTS = new Dialects();

    private static final String MAY_DIFFER = "id|[a-z_]+_id|[a-z_]+_at|created|create_?[tT]ime|responseId"
            + "|service_tier|system_fingerprint|obfuscation|signature|thought_?[sS]ignature|encrypted_content";

    @Test
    void whatMayDifferIsInTheDocumentation() throws Exception {
        String page = Files.readString(Path.of("src/site/markdown/check.md"));
        String whatMayDiffer = page.substring(page.indexOf("### What may differ"), page.indexOf("## What it sends"));

        assertThat(ComparableResponse.COUNTS)
                .allSatisfy(name -> assertThat(whatMayDiffer).contains("`" + name + "`"));
        assertThat(ComparableResponse.MODELS)
                .allSatisfy(name -> assertThat(whatMayDiffer).contains("`" + name + "`"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'content': 'a b'}                       | {'content': 'a b'}                              | IDENTICAL     |
            {'content': 'a b', 'audio': null}        | {'content': 'a b'}                              | IDENTICAL     |
            {'content': 'a', 'audio': null}          | {'content': 'a', 'audio': {'data': 'x'}}        | REWORDED      | the response, compared as JSON, at /choices/0/message/audio was none, is {"data":"x"}
            {'content': 'a', 'audio': {'transcript': 'x'}} | {'content': 'a', 'audio': {'transcript': 'y'}} | REWORDED | the response, compared as JSON, at /choices/0/message/audio/transcript was "x", is "y"
            {'content': 'a', 'role': 'x'}            | {'content': 'a', 'role': 'y'}                   | REWORDED      | the response, compared as JSON, at /choices/0/message/role was "x", is "y"
            {'content': 'a', 'annotations': []}      | {'content': 'a', 'annotations': [{'n': 1}]}     | REWORDED      | citations was none, is "{"n":1}"
            {'content': 'a b'}                       | {'content': 'a c'}                              | REWORDED      | text was "a b", is "a c"
            {'content': 'a'}                         | {'content': null}                               | CHANGED       | text was "a", is none
            {'content': 'a'}                         | {'content': 'a', 'refusal': 'no'}               | CHANGED       | refusal was none, is "no"
            {'content': 'a', 'mood': 'b'}            | {'content': 'a'}                                | SHAPE_CHANGED | /choices/*/message/mood is gone
            {'content': 'a'}                         | {'content': 'a', 'mood': 'b'}                   | SHAPE_CHANGED | /choices/*/message/mood was added
            {'content': 'a', 'n': 1}                 | {'content': 'a', 'n': '1'}                      | SHAPE_CHANGED | /choices/*/message/n was a number, is a string
            {'content': 'a', 'n': [1]}               | {'content': 'a', 'n': {'x': 1}}                 | SHAPE_CHANGED | /choices/*/message/n was a list, is an object
            {'content': 'a', 'n': true}              | {'content': 'a', 'n': false}                    | REWORDED      | the response, compared as JSON, at /choices/0/message/n was true, is false
            {'tool_calls': [{'function': {'name': 'f', 'arguments': '{"x":1}'}}]} | {'tool_calls': [{'id': 'call_2', 'function': {'name': 'f', 'arguments': '{"x": 1}'}}]} | SHAPE_CHANGED | /choices/*/message/tool_calls/*/id was added
            {'tool_calls': [{'function': {'name': 'f', 'arguments': '{"x":1}'}}]} | {'tool_calls': [{'function': {'name': 'f', 'arguments': '{"x": 1}'}}]} | IDENTICAL |
            {'tool_calls': [{'function': {'name': 'f', 'arguments': '{"x":1}'}}]} | {'tool_calls': [{'function': {'name': 'f', 'arguments': '{"x":2}'}}]}  | CHANGED   | tool calls was "f {"x":1}", is "f {"x":2}"
            {'tool_calls': [{'function': {'name': 'f', 'arguments': '{}'}}]}      | {'content': 'what?'}                                                   | CHANGED   | text was none, is "what?"
            """)
    void saysHowAMessageDiffers(String before, String now, CheckVerdict verdict, String detail) {
        ResponseComparison comparison = compared(chat(before), chat(now), false);

        assertThat(comparison.verdict()).as("%s", comparison).isEqualTo(verdict);
        if (detail == null) {
            assertThat(comparison.differences()).isEmpty();
        } else {
            assertThat(comparison.differences()).contains(detail);
        }
    }

    /** What no dialect reads counts as well. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'choices': [{'message': {'content': 'a'}, 'finish_reason': 'stop'}, {'message': {'content': 'b'}, 'finish_reason': 'stop'}]} | {'choices': [{'message': {'content': 'a'}, 'finish_reason': 'content_filter'}, {'message': {'content': 'b'}, 'finish_reason': 'stop'}]} | CHANGED
            {'choices': [{'message': {'content': 'ab'}}, {'message': {'content': 'c'}}]} | {'choices': [{'message': {'content': 'a'}}, {'message': {'content': 'bc'}}]} | REWORDED
            {'choices': [{'message': {'content': 'ab'}}, {'message': {'content': 'c'}}]} | {'choices': [{'message': {'content': 'abc'}}]} | CHANGED
            {'choices': [{'index': 0, 'message': {'content': 'a'}}, {'index': 1, 'message': {'content': 'b'}}]} | {'choices': [{'index': 1, 'message': {'content': 'b'}}, {'index': 0, 'message': {'content': 'a'}}]} | IDENTICAL
            {'choices': [{'message': {'tool_calls': [{'function': {'name': 'f', 'arguments': '{}'}}]}}, {'message': {'tool_calls': [{'function': {'name': 'g', 'arguments': '{}'}}]}}]} | {'choices': [{'message': {'tool_calls': [{'function': {'name': 'f', 'arguments': '{}'}}, {'function': {'name': 'g', 'arguments': '{}'}}]}}, {'message': {'tool_calls': []}}]} | CHANGED
            {'choices': [{'message': {'tool_calls': [{'type': 'custom', 'custom': {'name': 'sh', 'input': 'ls'}}]}}]} | {'choices': [{'message': {'tool_calls': [{'type': 'custom', 'custom': {'name': 'sh', 'input': 'rm'}}]}}]} | CHANGED
            {'choices': [{'message': {'tool_calls': [{'type': 'function', 'function': {'name': 'f', 'arguments': '{}'}}]}}]} | {'choices': [{'message': {'tool_calls': [{'type': 'custom', 'function': {'name': 'f', 'arguments': '{}'}}]}}]} | CHANGED
            {'choices': [{'message': {'tool_calls': [{'function': {'name': 'f', 'arguments': '{\"a\":1,\"a\":2}'}}]}}]} | {'choices': [{'message': {'tool_calls': [{'function': {'name': 'f', 'arguments': '{\"a\":2}'}}]}}]} | CHANGED
            {'choices': [{'message': {'tool_calls': [{'function': {'name': 'f', 'arguments': '{\"a\":9007199254740993.0}'}}]}}]} | {'choices': [{'message': {'tool_calls': [{'function': {'name': 'f', 'arguments': '{\"a\":9007199254740992.0}'}}]}}]} | CHANGED
            {'choices': [{'message': {'tool_calls': [{'function': {'name': 'f', 'arguments': '{\"a\":1}'}}]}}]} | {'choices': [{'message': {'tool_calls': [{'function': {'name': 'f', 'arguments': '{\"a\":1.0}'}}]}}]} | IDENTICAL
            {'choices': [{'message': {'function_call': {'name': 'sh', 'arguments': 'ls'}}}]} | {'choices': [{'message': {'function_call': {'name': 'sh', 'arguments': 'rm'}}}]} | CHANGED
            {'prompt_filter_results': [{'hate': {'filtered': false}}], 'choices': [{'message': {'content': 'a'}}]} | {'prompt_filter_results': [{'hate': {'filtered': true}}], 'choices': [{'message': {'content': 'a'}}]} | CHANGED
            {'choices': [{'message': {'content': 'a'}, 'logprobs': {'content': [{'token': 'a', 'logprob': -1.5}]}}]} | {'choices': [{'message': {'content': 'a'}, 'logprobs': {'content': [{'token': 'a', 'logprob': -2.5}]}}]} | REWORDED
            {'model': 'a', 'choices': [{'message': {'content': 'a'}}]} | {'model': 'b', 'choices': [{'message': {'content': 'a'}}]} | REWORDED
            {'object': 'response', 'output': [{'type': 'message', 'content': [{'text': 'a'}]}, {'type': 'mcp_call', 'name': 'f', 'arguments': '{}'}]} | {'object': 'response', 'output': [{'type': 'message', 'content': [{'text': 'a'}]}, {'type': 'mcp_call', 'name': 'f', 'arguments': '[]'}]} | CHANGED
            {'object': 'response', 'output': [{'type': 'message', 'content': [{'text': 'a'}]}, {'type': 'local_shell_call', 'action': {'command': ['ls']}}]} | {'object': 'response', 'output': [{'type': 'message', 'content': [{'text': 'a'}]}, {'type': 'local_shell_call', 'action': {'command': ['rm']}}]} | CHANGED
            {'object': 'response', 'output': [{'type': 'custom_tool_call', 'input': 'ls'}]} | {'object': 'response', 'output': [{'type': 'custom_tool_call', 'input': 'rm'}]} | CHANGED
            {'object': 'response', 'status': 'incomplete', 'incomplete_details': {'reason': 'a'}, 'output': [{'content': [{'text': 'a'}]}]} | {'object': 'response', 'status': 'incomplete', 'incomplete_details': {'reason': 'b'}, 'output': [{'content': [{'text': 'a'}]}]} | CHANGED
            {'id': 'a', 'created': 1, 'choices': [{'message': {'content': 'a'}}], 'usage': {'total_tokens': 1}, 'system_fingerprint': 'a'} | {'id': 'b', 'created': 2, 'choices': [{'message': {'content': 'a'}}], 'usage': {'total_tokens': 2}, 'system_fingerprint': 'b'} | IDENTICAL
            {'data': [{'index': 0, 'embedding': 'AACAPwAAAAA='}]} | {'data': [{'index': 0, 'embedding': 'AAAAAAAAgD8='}]} | CHANGED
            {'data': [{'index': 0, 'embedding': 'AACAPwAAAAA='}]} | {'data': [{'index': 0, 'embedding': 'AACAPw=='}]} | SHAPE_CHANGED
            {'data': [{'embedding': [1, 0]}, {'embedding': [1, 0]}]} | {'data': [{'embedding': [1, 0]}, {'embedding': [1, 0, 0]}]} | SHAPE_CHANGED
            {'data': [{'index': 0, 'embedding': [1, 0]}, {'index': 1, 'embedding': [0, 1]}]} | {'data': [{'index': 1, 'embedding': [0, 1]}, {'index': 0, 'embedding': [1, 0]}]} | IDENTICAL
            """)
    void comparesTheWholeResponse(String before, String now, CheckVerdict verdict) {
        assertVerdict(openAi(), "{'body': " + before + "}", "{'body': " + now + "}", verdict);
    }

    @Test
    void readsWhatOtherServicesSend() {
        String gemini = "{'body': {'candidates': [{'content': {'parts': [{'text': 'a'}, {'executableCode': {'code':"
                + " 'x'}}, {'inlineData': {'data': 'y'}}]}, 'safetyRatings': [{'probability': 'LOW'}]}]}}";
        Dialect google = DIALECTS.forEndpoint("POST", "/v1beta/models/m:generateContent");
        assertVerdict(google, gemini, gemini.replace("'x'", "'z'"), CheckVerdict.CHANGED);
        assertVerdict(google, gemini, gemini.replace("'y'", "'z'"), CheckVerdict.REWORDED);
        assertVerdict(google, gemini, gemini.replace("LOW", "HIGH"), CheckVerdict.CHANGED);

        String claude =
                "{'body': {'type': 'message', 'content': [{'type': 'text', 'text': 'a'}, {'type': 'mcp_tool_use',"
                        + " 'input': {'id': 'x'}}], 'stop_sequence': 's'}}";
        Dialect anthropic = DIALECTS.forEndpoint("POST", "/v1/messages");
        assertVerdict(anthropic, claude, claude.replace("'s'", "'t'"), CheckVerdict.CHANGED);
        assertVerdict(anthropic, claude, claude.replace("'x'", "'z'"), CheckVerdict.CHANGED);
    }

    @Test
    void aListOfAnyServiceIsNoStream() {
        Dialect http = DIALECTS.forEndpoint("POST", "/rank");
        String stream = "{'is_streaming': true, 'body': %s}";
        for (String form : List.of("{'body': %s}", stream)) {
            assertVerdict(
                    http,
                    form.formatted("[{'n': 1}, {'n': 23}]"),
                    form.formatted("[{'n': 12}, {'n': 3}]"),
                    CheckVerdict.REWORDED);
            assertVerdict(http, form.formatted("['ab', 'c']"), form.formatted("['a', 'bc']"), CheckVerdict.REWORDED);
        }
        String event = "'event: a', 'data: {}', ''";
        assertVerdict(
                http,
                stream.formatted("[" + event + "]"),
                stream.formatted("[" + event + ", " + event + "]"),
                CheckVerdict.REWORDED);
        assertVerdict(
                http,
                stream.formatted("[" + event + "]"),
                stream.formatted("[" + event.replace(": a", ": b") + "]"),
                CheckVerdict.REWORDED);
        assertVerdict(
                http,
                "{'body': {'n': 1.0}, 'raw': {'text': '{\"n\": 9007199254740993.0}'}}",
                "{'body': {'n': 1.0}, 'raw': {'text': '{\"n\": 9007199254740992.0}'}}",
                CheckVerdict.REWORDED);
    }

    @Test
    void aStreamIsJoinedForEachChoice() {
        String[] whole = {piece(0, "ab"), piece(1, "c"), piece(0, "d")};

        assertStreams(whole, new String[] {piece(1, "c"), piece(0, "a"), piece(0, "bd")}, CheckVerdict.IDENTICAL);
        assertStreams(
                whole,
                new String[] {piece(0, "a"), piece(0, "b"), piece(1, "c"), piece(0, "d")},
                CheckVerdict.IDENTICAL);
        assertStreams(whole, new String[] {piece(0, "ab"), piece(1, "cd")}, CheckVerdict.REWORDED);
        assertStreams(whole, new String[] {piece(0, "abcd")}, CheckVerdict.CHANGED);
        String end = "{'choices': [{'index': 0, 'delta': {}, 'finish_reason': 'stop'}]}";
        String otherEnd = "{'choices': [{'index': 1, 'delta': {}, 'finish_reason': 'length'}]}";
        assertStreams(
                new String[] {piece(0, "a"), otherEnd, end},
                new String[] {piece(0, "a"), otherEnd.replace("length", "content_filter"), end},
                CheckVerdict.CHANGED);
        assertStreams(
                new String[] {call("'name': 'f', 'arguments': '{\"a\"'"), call("'arguments': ':1}'")},
                new String[] {call("'name': 'f', 'arguments': '{\"a\":'"), call("'arguments': ' 1.0}'")},
                CheckVerdict.IDENTICAL);
        assertStreams(
                new String[] {call("'name': 'f', 'arguments': '{\"a\"'"), call("'arguments': ':1}'")},
                new String[] {call("'name': 'f', 'arguments': '{\"a\"'"), call("'arguments': ':2}'")},
                CheckVerdict.CHANGED);
        String typed = "{'type': 'response.mcp_call_arguments.delta', 'output_index': 0, 'delta': '%s'}";
        assertStreams(
                new String[] {typed.formatted("l"), typed.formatted("s")},
                new String[] {typed.formatted("ls")},
                CheckVerdict.IDENTICAL);
        assertStreams(
                new String[] {typed.formatted("l"), typed.formatted("s")},
                new String[] {typed.formatted("rm")},
                CheckVerdict.CHANGED);
    }

    private static String piece(int choice, String text) {
        return "{'choices': [{'index': " + choice + ", 'delta': {'role': 'assistant', 'content': '" + text + "'}}]}";
    }

    private static String call(String function) {
        return "{'choices': [{'index': 0, 'delta': {'tool_calls': [{'index': 0, 'function': {" + function + "}}]}}]}";
    }

    private static void assertStreams(String[] before, String[] now, CheckVerdict verdict) {
        String stream = "{'is_streaming': true, 'body': [%s]}";
        assertVerdict(
                openAi(),
                stream.formatted(String.join(", ", before)),
                stream.formatted(String.join(", ", now)),
                verdict);
    }

    private static void assertVerdict(Dialect dialect, String before, String now, CheckVerdict verdict) {
        ResponseComparison comparison =
                ResponseComparison.nearest(dialect, List.of(response(before)), response(now), false);
        assertThat(comparison.verdict())
                .as("%s to %s: %s", before, now, comparison)
                .isEqualTo(verdict);
        assertThat(comparison.differences().isEmpty()).isEqualTo(verdict == CheckVerdict.IDENTICAL);
    }

    @Test
    void ofJsonInTheTextTheFieldsCount() {
        String before = "{'content': '{\\\"city\\\": \\\"Paris\\\"}'}";

        assertThat(compared(chat(before), chat("{'content': '{\\\"city\\\": \\\"Rome\\\"}'}"), false)
                        .verdict())
                .isEqualTo(CheckVerdict.REWORDED);
        assertThat(compared(chat(before), chat("{'content': '{\\\"town\\\": \\\"Paris\\\"}'}"), false)
                        .differences())
                .contains("in the JSON of the text, /city is gone", "in the JSON of the text, /town was added");
        ResponseComparison prose = compared(chat(before), chat("{'content': 'It is Paris.'}"), false);
        assertThat(prose.verdict()).isEqualTo(CheckVerdict.CHANGED);
        assertThat(prose.differences()).contains("the text was JSON, and is not");
    }

    @Test
    void theTextsOfTwoResponsesAreSimilarByTheirWords() {
        ResponseComparison comparison =
                compared(chat("{'content': 'The sky is blue.'}"), chat("{'content': 'The sky was very blue!'}"), false);

        assertThat(comparison.similarity()).isEqualTo(2 * 3 / 9.0);
    }

    @Test
    void aModelIsNoDifferenceIfAnotherWasRequested() {
        String recorded = "{'body': {'model': 'a', 'object': 'list', 'results': [{'score': 0.5}]}}";
        String live = recorded.replace("'a'", "'b'");

        assertThat(compared(recorded, live, true).verdict()).isEqualTo(CheckVerdict.IDENTICAL);
        assertThat(compared(recorded, live, false).verdict()).isEqualTo(CheckVerdict.REWORDED);
    }

    @Test
    void aStatusCountsAndTheWordsOfAnErrorDoLess() {
        String recorded = "{'status': 400, 'body': {'error': {'message': 'a'}}}";

        assertThat(compared(recorded, recorded.replace("400", "404"), false).verdict())
                .isEqualTo(CheckVerdict.CHANGED);
        assertThat(compared(recorded, recorded.replace("'a'", "'b'"), false).verdict())
                .isEqualTo(CheckVerdict.REWORDED);
    }

    @Test
    void embeddingsDifferALittleALotOrInSize() {
        String recorded = "{'body': {'data': [{'embedding': [1, 0]}]}}";

        assertThat(compared(recorded, recorded.replace("[1, 0]", "[1, 0.01]"), false)
                        .verdict())
                .isEqualTo(CheckVerdict.REWORDED);
        assertThat(compared(recorded, recorded.replace("[1, 0]", "[0, 1]"), false)
                        .verdict())
                .isEqualTo(CheckVerdict.CHANGED);
        assertThat(compared(recorded, recorded.replace("[1, 0]", "[1, 0, 0]"), false)
                        .verdict())
                .isEqualTo(CheckVerdict.SHAPE_CHANGED);
    }

    @Test
    void theNearestOfSeveralRecordedResponsesCounts() {
        ResponseComparison comparison = ResponseComparison.nearest(
                openAi(),
                List.of(response(chat("{'content': 'wait'}")), response(chat("{'content': 'done'}"))),
                response(chat("{'content': 'done'}")),
                false);

        assertThat(comparison.verdict()).isEqualTo(CheckVerdict.IDENTICAL);
    }

    /** Whatever a real service sent is the same as itself, and a field less is noticed. */
    @Test
    void everyRecordingOfTheCorpusIsIdenticalToItselfAndDiffersWithoutAField() throws Exception {
        List<String> unequal = new ArrayList<>();
        int dropped = 0;
        List<String> unnoticed = new ArrayList<>();
        for (Path file : SharedCorpus.files()) {
            Recording recording = RecordingCodec.read(Files.readAllBytes(file));
            Dialect dialect = DIALECTS.dialectOf(recording.request());
            List<RecordedResponse> all = ResponseVariants.all(recording.response());
            RecordedResponse first = all.get(0);
            if (ResponseComparison.nearest(dialect, all, first, false).verdict() != CheckVerdict.IDENTICAL) {
                unequal.add(file.toString());
            }
            RecordedResponse less = new RecordedResponse(first.document().deepCopy());
            if (less.body().path(RecordedResponse.DATA) instanceof ObjectNode body && body.hasNonNull("object")) {
                body.remove("object");
                dropped++;
                if (ResponseComparison.nearest(dialect, List.of(first), less, false)
                                .verdict()
                        != CheckVerdict.SHAPE_CHANGED) {
                    unnoticed.add(file.toString());
                }
            }
        }
        assertThat(unequal).isEmpty();
        assertThat(dropped).isGreaterThan(50);
        assertThat(unnoticed).isEmpty();
    }

    /** Whatever value of a complete response changes is noticed, unless it may differ. */
    @Test
    void aChangedValueOfTheCorpusIsNeverIdentical() throws Exception {
        List<String> unnoticed = new ArrayList<>();
        int changed = 0;
        for (Path file : SharedCorpus.files()) {
            Recording recording = RecordingCodec.read(Files.readAllBytes(file));
            Dialect dialect = DIALECTS.dialectOf(recording.request());
            RecordedResponse first = ResponseVariants.all(recording.response()).get(0);
            List<String> places = new ArrayList<>();
            if (!first.streaming()) {
                addStrings(RecordedResponse.unwrapped(first.body()), "", places);
            }
            // A different one of each recording, so that all kinds are among them.
            if (!places.isEmpty()) {
                String place = places.get(changed++ % places.size());
                RecordedResponse other = new RecordedResponse(first.document().deepCopy());
                int end = place.lastIndexOf('/');
                JsonNode parent = RecordedResponse.unwrapped(other.body()).at(place.substring(0, end));
                ((ObjectNode) parent).put(place.substring(end + 1), "another value");
                if (ResponseComparison.nearest(dialect, List.of(first), other, false)
                                .verdict()
                        == CheckVerdict.IDENTICAL) {
                    unnoticed.add(file + " " + place);
                }
            }
        }
        assertThat(changed).isGreaterThan(100);
        assertThat(unnoticed).isEmpty();
    }

    private static void addStrings(JsonNode value, String place, List<String> places) {
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                addStrings(value.path(i), place + "/" + i, places);
            }
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String name = field.getKey();
            if (field.getValue().isString() && name.matches("[a-zA-Z_]+") && !name.matches(MAY_DIFFER)) {
                places.add(place + "/" + name);
            } else if (name.matches("[a-zA-Z_]+") && !name.matches("usage.*|sdk_http_response")) {
                addStrings(field.getValue(), place + "/" + name, places);
            }
        }
    }

    private static ResponseComparison compared(String before, String now, boolean otherModel) {
        return ResponseComparison.nearest(openAi(), List.of(response(before)), response(now), otherModel);
    }

    private static Dialect openAi() {
        return DIALECTS.forEndpoint("POST", "/v1/chat/completions");
    }

    private static String chat(String message) {
        return "{'body': {'id': 'x', 'choices': [{'index': 0, 'message': " + message + "}]}}";
    }

    private static RecordedResponse response(String json) {
        String text = json.replace("\\\"", "\u0001").replace('\'', '\u0002').replace("\"", "\\\"");
        byte[] bytes = text.replace('\u0002', '"').replace("\u0001", "\\\"").getBytes(StandardCharsets.UTF_8);
        return new RecordedResponse((ObjectNode) Json.parse(bytes));
    }
}

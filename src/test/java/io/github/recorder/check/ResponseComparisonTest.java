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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class ResponseComparisonTest {

    private static final Dialects DIALECTS = new Dialects();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'content': 'a b'}                       | {'content': 'a b'}                              | IDENTICAL     |
            {'content': 'a b', 'audio': null}        | {'content': 'a b'}                              | IDENTICAL     |
            {'content': 'a', 'audio': null}          | {'content': 'a', 'audio': {'data': 'x'}}        | IDENTICAL     |
            {'content': 'a', 'annotations': []}      | {'content': 'a', 'annotations': [{'n': 1}]}     | REWORDED      | citations was none, is "{"n":1}"
            {'content': 'a b'}                       | {'content': 'a c'}                              | REWORDED      | text was "a b", is "a c"
            {'content': 'a'}                         | {'content': null}                               | CHANGED       | text was "a", is none
            {'content': 'a'}                         | {'content': 'a', 'refusal': 'no'}               | CHANGED       | refusal was none, is "no"
            {'content': 'a', 'mood': 'b'}            | {'content': 'a'}                                | SHAPE_CHANGED | /choices/*/message/mood is gone
            {'content': 'a'}                         | {'content': 'a', 'mood': 'b'}                   | SHAPE_CHANGED | /choices/*/message/mood was added
            {'content': 'a', 'n': 1}                 | {'content': 'a', 'n': '1'}                      | SHAPE_CHANGED | /choices/*/message/n was a number, is a string
            {'content': 'a', 'n': [1]}               | {'content': 'a', 'n': {'x': 1}}                 | SHAPE_CHANGED | /choices/*/message/n was a list, is an object
            {'content': 'a', 'n': true}              | {'content': 'a', 'n': false}                    | IDENTICAL     |
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

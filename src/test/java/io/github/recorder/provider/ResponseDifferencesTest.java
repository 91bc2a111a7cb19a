package io.github.recorder.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class ResponseDifferencesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            openai    | {'choices': [{'message': {'content': 'a'}}]} | {'choices': [{'message': {'content': 'b'}}]} | text was "a", is "b"
            openai    | {'choices': [{'message': {'refusal': 'a'}}]} | {'choices': [{'message': {'refusal': 'b'}}]} | refusal was "a", is "b"
            openai    | {'choices': [{'message': {'reasoning': 'a'}}]} | {'choices': [{'message': {}}]}             | reasoning was "a", is none
            openai    | {'data': [{'embedding': [1, 0]}]}            | {'data': [{'embedding': [1, 0]}, {'embedding': [1, 0]}]} | embeddings were 1 of 2 numbers, are 2 of 2 numbers
            openai    | {'data': [{'embedding': [1, 0]}]}            | {'data': [{'embedding': [1]}]}               | embeddings were 1 of 2 numbers, are 1 of 1 numbers
            openai    | {'data': [{'embedding': [1, 0]}]}            | {'data': [{'embedding': [0, 1]}]}            | embeddings differ by a cosine distance of up to 1.000000
            openai    | {'usage': {'total_tokens': 1}}               | {'usage': {'total_tokens': 2}}               | total_tokens was 1, is 2
            anthropic | {'type': 'message', 'stop_reason': 'a'}      | {'type': 'message', 'stop_reason': 'b'}      | finish reason was "a", is "b"
            http      | {'results': [{'score': 0.5}]}                | {'results': [{'score': 0.7}]}                | the response, compared as JSON, at /results/0/score was "0.5", is "0.7"
            http      | {'results': [1, 2, 3]}                       | {'results': [0, 1, 2, 3]}                    | the response, compared as JSON, at /results/0 was none, is "0"
            openai    | {'id': 'a', 'usage': {'n': 1}}               | {'id': 'b', 'usage': {'n': 1}}               | the response, compared as JSON, at /id was "a", is "b"
            """)
    void saysWhatDiffers(String dialect, String before, String now, String phrase) {
        assertThat(between(dialect, before, now)).containsExactly(phrase);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            openai    | {'created': 1, 'usage': {'n': 1}}                        | {'created': 2, 'usage': {'n': 1.0}}
            anthropic | {'type': 'message', 'id': 'msg_1'}                       | {'type': 'message', 'id': 'msg_2'}
            cohere    | {'id': '8f1c0000-0000-4000-8000-000000000001'}           | {'id': '8f1c0000-0000-4000-8000-000000000002'}
            http      | {'a': 1}                                                 | {'a': 1.0}
            """)
    void passesOverWhatChangesEachTime(String dialect, String before, String now) {
        assertThat(between(dialect, before, now)).isEmpty();
    }

    @Test
    void aStreamThatWasCutIntoOtherPiecesIsTheSame() {
        RecordedResponse one = response("""
                {'is_streaming': true, 'body': [{'choices': [{'delta': {'content': 'hel'}}]}, {'choices': [{'delta': {'content': 'lo'}}]}]}
                """);
        RecordedResponse other =
                response("{'is_streaming': true, 'body': [{'choices': [{'delta': {'content': 'hello'}}]}]}");

        assertThat(ResponseDifferences.ofResponses(dialect("openai"), one, other))
                .isEmpty();
    }

    @Test
    void passesOverTheIdAndTheMarksOfAStream() {
        String stream = """
                {'is_streaming': true, 'body': ['event: message-start',
                  'data: {\\'type\\': \\'message-start\\', \\'id\\': \\'8f1c0000-0000-4000-8000-00000000000%d\\'}', 'data: [DONE]']}
                """.replace("\\'", "\\\"");

        assertThat(ResponseDifferences.ofResponses(
                        dialect("cohere"), response(stream.formatted(1)), response(stream.formatted(2))))
                .isEmpty();
    }

    @Test
    void namesTheResponseOfASequence() {
        RecordedResponse one = response("{'body': {'a': 1}, 'next': [{'body': {'a': 2}}]}");
        RecordedResponse other = response("{'body': {'a': 1}, 'next': [{'body': {'a': 3}}]}");

        assertThat(ResponseDifferences.ofResponses(dialect("http"), one, other))
                .containsExactly("response 2: the response, compared as JSON, at /a was \"2\", is \"3\"");
        assertThat(ResponseDifferences.ofResponses(dialect("http"), one, response("{'body': {'a': 1}}")))
                .containsExactly("number of responses was \"2\", is \"1\"");
    }

    private static List<String> between(String dialect, String before, String now) {
        return ResponseDifferences.ofResponses(
                dialect(dialect), response("{'body': " + before + "}"), response("{'body': " + now + "}"));
    }

    private static Dialect dialect(String name) {
        return KnownServices.dialects().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseGet(HttpDialect::new);
    }

    private static RecordedResponse response(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return new RecordedResponse((ObjectNode) Json.parse(bytes));
    }
}

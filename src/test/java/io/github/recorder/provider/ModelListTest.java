package io.github.recorder.provider;

import static io.github.recorder.provider.Samples.inference;
import static io.github.recorder.provider.Samples.json;
import static io.github.recorder.provider.Samples.openAi;
import static io.github.recorder.provider.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.matching.WireRequest;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.Recording;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelListTest {

    private static final Recording FIRST = openAi(
            "/v1/models",
            "{}",
            "{'body': [{'__type__': 'M', '__data__': {'id': 'b', 'object': 'model', 'created': 7}}, {'__type__': 'M', '__data__': {'id': 'org/a'}}]}");
    private static final Recording SECOND = openAi(
            "/v1/models", "{}", "{'body': [{'id': 'c'}, {'__type__': 'M', '__data__': {'id': 'b', 'created': 8}}]}");
    private static final Recording FAILED = openAi(
            "/v1/models",
            "{}",
            "{'body': null, 'is_exception': true, 'exception_data': {'status_code': 401, 'body': 'no'}}");

    @Test
    void namesEachModelOnceAndTheFirstWins() {
        WireResponse response = ModelList.OPENAI.union(List.of(FAILED, FIRST, SECOND));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).contains(new HttpHeader("Content-Type", "application/json"));
        assertThat(json(text(response)))
                .isEqualTo(
                        json(
                                "{'object': 'list', 'data': [{'id': 'b', 'object': 'model', 'created': 7}, {'id': 'org/a'}, {'id': 'c'}]}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'body': [{'id': 'a'}]}                                             | true
            {'body': {'object': 'list', 'data': []}}                            | true
            {'body': {'__type__': 'M', '__data__': {'data': [{'id': 'a'}]}}}    | true
            {'body': {'data': 1}}                                               | false
            {'body': null, 'raw': {'text': '<h1>503</h1>'}}                     | false
            {'body': [{'id': 'a'}], 'raw': {'text': '[{\\u0022id\\u0022:1}]'}}      | false
            {'body': [{'id': 'a'}], 'status': 207}                              | false
            {'body': [{'id': 'a'}], 'cut': true}                                | false
            {'body': null, 'is_exception': true}                                | false
            """)
    void onlyAWholeListIsCombined(String response, boolean list) {
        assertThat(ModelList.OPENAI.isList(openAi("/v1/models", "{}", response).response()))
                .isEqualTo(list);
    }

    @Test
    void ofNothingIsAnEmptyList() {
        assertThat(text(ModelList.OPENAI.union(List.of()))).isEqualTo("{\"object\":\"list\",\"data\":[]}");
        assertThat(text(ModelList.OLLAMA.union(List.of()))).isEqualTo("{\"models\":[]}");
    }

    @Test
    void answersForOneModel() {
        assertThat(ModelList.OPENAI.one(List.of(FIRST, SECOND), "b").map(Samples::text))
                .contains("{\"id\":\"b\",\"object\":\"model\",\"created\":7}");
        assertThat(ModelList.OPENAI.one(List.of(FIRST, SECOND), "d")).isEmpty();
    }

    @Test
    void ollamasListIsAlsoAUnion() {
        Recording one = inference(
                "http://localhost:11434/api/ps",
                "/api/ps",
                "{}",
                "{'body': {'__type__': 'P', '__data__': {'models': [{'model': 'a:1', 'name': 'x'}]}}}");
        Recording two = inference(
                "http://localhost:11434/api/ps",
                "/api/ps",
                "{}",
                "{'body': {'models': [{'model': 'a:1'}, {'name': 'b:2'}]}}");

        assertThat(text(ModelList.OLLAMA.union(List.of(one, two))))
                .isEqualTo("{\"models\":[{\"model\":\"a:1\",\"name\":\"x\"},{\"name\":\"b:2\"}]}");
        assertThat(ModelList.of(one.request())).contains(ModelList.OLLAMA);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    GET,  /v1/models,                    OPENAI, -,                    -
                    GET,  /v1/openai/v1/models,          OPENAI, -,                    -
                    GET,  /api/tags,                     OLLAMA, -,                    -
                    GET,  /api/ps,                       OLLAMA, -,                    -
                    POST, /v1/models,                    -,      -,                    -
                    GET,  /v1/models/gpt-4o,             -,      /v1/models,           gpt-4o
                    GET,  /v1/models/org/name,           -,      /v1/models,           org/name
                    GET,  /v1/models/org%2Fname?x=1,     -,      /v1/models,           org/name
                    GET,  /v1/openai/v1/models/a,        -,      /v1/openai/v1/models, a
                    DELETE, /v1/models/a,                -,      -,                    -
                    GET,  /v1/files,                     -,      -,                    -
                    """)
    void knowsWhatIsAskedFor(String method, String endpoint, ModelList list, String listEndpoint, String id) {
        WireRequest request = new WireRequest(method, endpoint, null);

        assertThat(ModelList.of(request).orElse(null)).isEqualTo(list);
        assertThat(ModelList.listOf(request).orElse(null)).isEqualTo(listEndpoint);
        assertThat(ModelList.idIn(request).orElse(null)).isEqualTo(id);
    }
}

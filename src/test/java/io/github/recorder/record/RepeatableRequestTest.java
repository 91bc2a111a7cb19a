package io.github.recorder.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.SharedCorpus;
import io.github.recorder.provider.Dialects;
import io.github.recorder.provider.Upstream;
import io.github.recorder.provider.UpstreamTable;
import io.github.recorder.recording.HttpHeader;
import io.github.recorder.recording.RecordedRequest;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RepeatableRequestTest {

    private static final Dialects DIALECTS = new Dialects();
    private static final UpstreamTable SERVICES = UpstreamTable.builtIn()
            .with(List.of(
                    new Upstream("acme", "http://127.0.0.1:8080/api"),
                    new Upstream(
                            "mistral", "https://llm.acme.example/m/v1", "auto", "https://api.mistral.ai/v1", null)));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://api.openai.com/v1/v1/chat/completions                               | /v1/chat/completions | https://api.openai.com/v1/chat/completions
            https://api.groq.com/openai/v1/v1/chat/completions                          | /v1/chat/completions | https://api.groq.com/openai/v1/chat/completions
            https://api.mistral.ai/v1/v1/chat/completions                               | /v1/chat/completions | https://llm.acme.example/m/v1/chat/completions
            https://generativelanguage.googleapis.com/v1beta/openai/v1/chat/completions | /v1/chat/completions | https://generativelanguage.googleapis.com/v1beta/openai/chat/completions
            http://localhost:11434/api/chat                                             | /api/chat            | http://localhost:11434/api/chat
            http://localhost:11434/v1/v1/embeddings                                     | /v1/embeddings       | http://localhost:11434/v1/embeddings
            """)
    void goesToTheUrlThatTheClientCalled(String url, String endpoint, String target) throws Exception {
        Recording recording = recording("{'method': 'POST', 'url': '" + url + "', 'endpoint': '" + endpoint
                + "', 'model': 'm', 'headers': {}, 'body': {'model': 'm'}}");

        assertThat(target(of(recording, null))).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://api.anthropic.com/v1/messages | https://api.anthropic.com/v1/messages
            http://127.0.0.1:8080/api/items?b=2&a=1%2F | http://127.0.0.1:8080/api/items?b=2&a=1%2F
            https://generativelanguage.googleapis.com/v1beta/models/g:generateContent?key=REDACTED&alt=sse | https://generativelanguage.googleapis.com/v1beta/models/g:generateContent?alt=sse
            """)
    void sendsPathAndQueryAsTheyWere(String url, String target) throws Exception {
        Recording recording = recording("{'method': 'POST', 'url': '" + url + "', 'payload': {'x': 1}}");

        assertThat(target(of(recording, null))).isEqualTo(target);
    }

    @Test
    void hasTheHeadersThatItsServiceRequiresAndThoseOnWhichTheResponseDepends() throws Exception {
        Recording recording =
                recording("{'method': 'POST', 'url': 'https://api.anthropic.com/v1/messages', 'payload': {'x': 1}}");
        recording
                .response()
                .document()
                .putObject("request_headers")
                .put("anthropic-beta", "b")
                .put("accept", "");

        assertThat(of(recording, null).headers())
                .containsExactly(
                        new HttpHeader("anthropic-version", "2023-06-01"),
                        new HttpHeader("Content-Type", "application/json"),
                        new HttpHeader("anthropic-beta", "b"),
                        new HttpHeader("x-api-key", "dummy"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'__type__': 'recorder.text', '__data__': 'a=1&b=%C3%A9'} | application/x-www-form-urlencoded | a=1&b=%C3%A9
            {'__type__': 'recorder.base64', '__data__': 'YWJj'}       | application/octet-stream          | abc
            {'__type__': 'recorder.text', '__data__': '<a/>'}         | text/xml; charset=utf-8           | <a/>
            {'x': 1}                                                  | application/vnd.acme+json         | {"x":1}
            """)
    void sendsAnyBodyWhoseContentTypeIsRecorded(String payload, String type, String sent) throws Exception {
        RepeatableRequest request = of(withType(payload, type), null);

        assertThat(new String(request.body().array(), StandardCharsets.UTF_8)).isEqualTo(sent);
        assertThat(request.headers())
                .filteredOn(header -> header.name().equalsIgnoreCase("Content-Type"))
                .containsExactly(new HttpHeader("content-type", type));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'__type__': 'recorder.multipart', '__data__': []}  | multipart/form-data; boundary=x
            {'__type__': 'recorder.text', '__data__': 'a'}      | text/plain; charset=iso-8859-1
            """)
    void sendsNoBodyOfOtherBytes(String payload, String type) {
        assertThatThrownBy(() -> of(withType(payload, type), null))
                .isInstanceOf(UnansweredRequestException.class)
                .hasMessage("the recording does not have the bytes of its request's body");
    }

    private static Recording withType(String payload, String type) throws Exception {
        Recording recording =
                recording("{'method': 'POST', 'url': 'http://127.0.0.1:8080/api/x', 'payload': " + payload + "}");
        recording.response().document().putObject("request_headers").put("content-type", type);
        return recording;
    }

    @Test
    void namesAnotherModelWhereTheServiceExpectsIt() throws Exception {
        RepeatableRequest inBody = of(
                recording("{'method': 'POST', 'url': 'https://api.anthropic.com/v1/messages',"
                        + " 'payload': {'model': 'old'}}"),
                "new");
        assertThat(new String(inBody.body().array(), StandardCharsets.UTF_8)).isEqualTo("{\"model\":\"new\"}");
        assertThat(inBody.call().request().body().toString())
                .as("the recorded form stays")
                .isEqualTo("{\"model\":\"old\"}");
        RepeatableRequest inPath = of(
                recording("{'method': 'POST', 'url':"
                        + " 'https://generativelanguage.googleapis.com/v1beta/models/old:generateContent',"
                        + " 'payload': {}}"),
                "new");
        assertThat(target(inPath))
                .isEqualTo("https://generativelanguage.googleapis.com/v1beta/models/new:generateContent");
        assertThatThrownBy(() -> of(
                        recording("{'method': 'GET', 'url': 'http://127.0.0.1:8080/api/items', 'payload': null}"),
                        "new"))
                .isInstanceOf(UnansweredRequestException.class)
                .hasMessage("its request names no model");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'method': 'POST', 'url': 'http://127.0.0.1:8080/api/x?token=REDACTED-3f2a', 'payload': null} | its request has values that were replaced when it was recorded
            {'method': 'POST', 'url': 'http://127.0.0.1:8080/api/x', 'payload': {'__type__': 'recorder.text', '__data__': 'a=1'}} | the body of its request is not JSON, and the recording does not have its content type
            {'method': 'POST', 'url': 'https://elsewhere.example/x?y', 'payload': null} | no known service and none of <upstreams> has the URL https://elsewhere.example
            {'document': 'x'} | no request over HTTP can match this kind of recording
            {'provider': 'p', 'tool_name': 't', 'kwargs': {}} | its request has no URL
            """)
    void saysWhyItCannotBeSentAgain(String request, String reason) {
        assertThatThrownBy(() -> of(recording(request), null))
                .isInstanceOf(UnansweredRequestException.class)
                .hasMessage(reason);
    }

    @Test
    void everyRequestOfTheCorpusToAKnownServiceGoesWhereItWent() throws Exception {
        List<String> elsewhere = new ArrayList<>();
        int sent = 0;
        for (Path file : SharedCorpus.files()) {
            Recording recording = RecordingCodec.read(Files.readAllBytes(file));
            if (recording.request() instanceof RecordedRequest.Http http) {
                try {
                    String target = target(of(recording, null));
                    sent++;
                    if (!target.equals(http.url())) {
                        elsewhere.add(http.url() + " went to " + target);
                    }
                } catch (UnansweredRequestException unsent) {
                    assertThat(unsent.reason()).isNotBlank();
                }
            }
        }
        assertThat(sent).isPositive();
        assertThat(elsewhere).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            7                             | 7
            0                             | 0
            1.5                           | 2
            4102444800                    | 4102444800
            99999999999999999999          | 9999999999
            Thu, 26 Nov 2026 12:00:30 GMT | 30
            Thu, 26 Nov 2026 11:00:00 GMT | 0
            soon                          |
            -1                            |
            """)
    void retryAfterIsSecondsOrADate(String value, @Nullable Long seconds) {
        Clock noon = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);

        assertThat(RequestRepeater.retryAfter(value, noon)
                        .map(Duration::toSeconds)
                        .orElse(null))
                .isEqualTo(seconds);
    }

    private static RepeatableRequest of(Recording recording, @Nullable String model) throws UnansweredRequestException {
        return RepeatableRequest.of(recording, model, SERVICES, DIALECTS, "dummy");
    }

    private static String target(RepeatableRequest request) {
        String query = request.query();
        return request.call().upstream().target(request.target()) + (query == null ? "" : "?" + query);
    }

    private static Recording recording(String request) throws Exception {
        String json = "{'test_id': null, 'request': " + request + ", 'response': {'body': {}, 'is_streaming': false}}";
        return RecordingCodec.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}

package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.recorder.SeededTries;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class RecordingCodecTest {

    private static final String INFERENCE = """
            {
              "test_id": "com.acme.ChatIT#a",
              "request": {
                "method": "POST",
                "url": "https://api.openai.com/v1/v1/embeddings",
                "headers": {},
                "body": {
                  "input": "Hi"
                },
                "endpoint": "/v1/embeddings",
                "model": "small",
                "provider_metadata": {
                  "version": "1"
                }
              },
              "response": {
                "body": {
                  "__type__": "openai.types.CreateEmbeddingResponse",
                  "__data__": {
                    "data": [
                      0.25,
                      1e-05
                    ]
                  }
                },
                "is_streaming": false
              },
              "id_normalization_mapping": {}
            }
            """;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(utf8(text));
    }

    private static InputStream failing(String message) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException(message);
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException(message);
            }
        };
    }

    private static String document(String request, String response) {
        return "{\"test_id\": null,\n\"request\": " + request + ",\n\"response\": " + response + "}";
    }

    private static CorruptRecordingException corrupt(String text) {
        CorruptRecordingException whole =
                catchThrowableOfType(CorruptRecordingException.class, () -> RecordingCodec.read(utf8(text)));
        CorruptRecordingException streamed =
                catchThrowableOfType(CorruptRecordingException.class, () -> RecordingCodec.check(stream(text)));
        assertThat(whole).as("reading of " + text).isNotNull();
        assertThat(streamed).as("check of " + text).isNotNull();
        assertThat(streamed.reason()).isEqualTo(whole.reason());
        assertThat(streamed.line()).isEqualTo(whole.line());
        if (parsed(text) instanceof ObjectNode document) {
            CorruptRecordingException unwritten =
                    catchThrowableOfType(CorruptRecordingException.class, () -> RecordingCodec.check(document));
            assertThat(unwritten).as("check of the document " + text).isNotNull();
            assertThat(unwritten.reason()).isEqualTo(whole.reason());
        }
        return whole;
    }

    private static @Nullable JsonNode parsed(String text) {
        try {
            return Json.parse(utf8(text));
        } catch (JacksonException notJson) {
            return null;
        }
    }

    @Test
    void whatPassesTheCheckOfADocumentCanBeReadAgain() {
        SeededTries.check(random -> {
            ObjectNode document = (ObjectNode) Json.read(document("{\"x\": 1}", "{\"is_streaming\": false}"));
            ObjectNode response = (ObjectNode) document.path("response");
            ObjectNode request = (ObjectNode) document.path("request");
            request.set(JsonValues.string(random), JsonValues.any(random));
            for (String key : List.of("body", "status", "is_streaming", "headers", "exception_data", "test_id")) {
                if (random.nextInt(3) == 0) {
                    response.set(key, JsonValues.any(random));
                }
            }
            boolean passes = catchThrowable(() -> RecordingCodec.check(document)) == null;
            boolean isRead = catchThrowable(() -> RecordingCodec.read(RecordingCodec.write(document))) == null;
            assertThat(passes).as(document.toString()).isEqualTo(isRead);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {996, 997, 998, 999, 1_000})
    void aDocumentIsNestedNoDeeperThanItCanBeRead(int depth) {
        ObjectNode document = (ObjectNode) Json.read(document("{\"x\": 1}", "{\"body\": 1}"));
        JsonNode nested = Json.nodes().numberNode(1);
        for (int i = 0; i < depth; i++) {
            nested = i % 2 == 0
                    ? Json.nodes().arrayNode().add(nested)
                    : Json.nodes().objectNode().set("a", nested);
        }
        ((ObjectNode) document.path("response")).set("body", nested);

        Throwable checked = catchThrowable(() -> RecordingCodec.check(document));
        Throwable read = catchThrowable(() -> RecordingCodec.read(RecordingCodec.write(document)));

        assertThat(checked == null).isEqualTo(read == null).isEqualTo(depth <= Json.DEEPEST_NESTING - 2);
    }

    @Test
    void readsAndWritesAFileByteForByte() throws Exception {
        Recording recording = RecordingCodec.read(utf8(INFERENCE));

        assertThat(recording.testId()).isEqualTo("com.acme.ChatIT#a");
        assertThat(recording.request()).isInstanceOfSatisfying(RecordedRequest.Inference.class, request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.url()).isEqualTo("https://api.openai.com/v1/v1/embeddings");
            assertThat(request.endpoint()).isEqualTo("/v1/embeddings");
            assertThat(request.model()).isEqualTo("small");
            assertThat(request.body().get("input").stringValue()).isEqualTo("Hi");
            assertThat(request.providerMetadata()).isNotNull();
        });
        assertThat(recording.response().status()).isEqualTo(200);
        assertThat(recording.response().streaming()).isFalse();
        assertThat(RecordingCodec.write(recording))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(INFERENCE);
    }

    @Test
    void readsAnHttpRequest() throws Exception {
        String request =
                "{\"test_id\": \"t\", \"url\": \"https://h/v1/messages?beta=true\", \"method\": \"post\", \"payload\": {}}";

        assertThat(RecordingCodec.read(utf8(document(request, "{\"body\": {}, \"status\": 404}")))
                        .request())
                .isEqualTo(new RecordedRequest.Http(
                        "t", "https://h/v1/messages?beta=true", "post", Json.parse(utf8("{}"))));
    }

    @Test
    void readsAToolInvocation() throws Exception {
        String request =
                "{\"test_id\": null, \"provider\": \"tavily\", \"tool_name\": \"web\", \"kwargs\": {\"q\": 1}}";

        assertThat(RecordingCodec.read(utf8(document(request, "{\"body\": 1}"))).request())
                .isInstanceOfSatisfying(RecordedRequest.Tool.class, tool -> {
                    assertThat(tool.testId()).isNull();
                    assertThat(tool.toolName().stringValue()).isEqualTo("web");
                    assertThat(tool.kwargs().get("q").intValue()).isEqualTo(1);
                });
    }

    @Test
    void readsARequestThatNobodyCanAskFor() throws Exception {
        String request = "{\"test_id\": \"t\", \"provider\": \"p\", \"api\": \"files\", \"file_id\": \"f\"}";

        assertThat(RecordingCodec.read(utf8(document(request, "{\"body\": 1}"))).request())
                .isInstanceOfSatisfying(
                        RecordedRequest.Unservable.class,
                        unservable -> assertThat(
                                        unservable.document().get("file_id").stringValue())
                                .isEqualTo("f"));
    }

    @Test
    void readsTheHeadWithoutTheResponse() throws Exception {
        String head = INFERENCE.substring(0, INFERENCE.indexOf("\"body\": {\n      \"__type__"));
        InputStream failing = failing("the response was read");

        RecordingHead read = RecordingCodec.readHead(new SequenceInputStream(stream(head), failing));

        assertThat(read.testId()).isEqualTo("com.acme.ChatIT#a");
        assertThat(read.request())
                .isEqualTo(RecordingCodec.read(utf8(INFERENCE)).request());
    }

    @Test
    void findsTheHeadBehindTheResponse() throws Exception {
        String request = "{\"kwargs\": {}, \"provider\": 1, \"tool_name\": 2}";

        RecordingHead head = RecordingCodec.readHead(stream(
                "{\"response\": {\"body\": [1, {}]}, \"x\": [{}], \"request\": " + request + ", \"test_id\": \"t\"}"));

        assertThat(head.testId()).isEqualTo("t");
        assertThat(head.request()).isInstanceOf(RecordedRequest.Tool.class);
    }

    @Test
    void takesAFileWithoutTestIdAsShared() throws Exception {
        String request = "{\"kwargs\": {}, \"provider\": 1, \"tool_name\": 2}";

        RecordingHead head =
                RecordingCodec.readHead(stream("{\"request\": " + request + ", \"response\": {\"body\": 1}}"));

        assertThat(head.testId()).isNull();
    }

    @Test
    void passesOnThatAStreamCannotBeRead() {
        InputStream failing = failing("disk on fire");

        assertThatThrownBy(() -> RecordingCodec.readHead(failing))
                .isInstanceOf(IOException.class)
                .hasMessage("disk on fire");
        assertThatThrownBy(() -> RecordingCodec.check(failing))
                .isInstanceOf(IOException.class)
                .hasMessage("disk on fire");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "|0|the file is empty",
                "[]|1|the JSON is a list, not an object with `request` and `response`",
                "\"x\"|1|the JSON is a string, not an object with `request` and `response`",
                "{}|1|no `request`",
                "{\"response\": {\"body\": 1}}|1|no `request`",
                "{\"test_id\": 5}|1|`test_id` is a number, not a string or null",
                "{\"request\": 5}|1|`request` is a number, not an object",
                "{\"request\": {}}|1|`request` is empty; it has to have the key `body`, `payload` or `kwargs`",
                "{\"request\": {\"x\": 1}}|1|no `response`",
                "{\"request\": {\"x\": 1}, \"response\": []}|1|`response` is a list, not an object",
                "{\"request\": {\"body\": 1, \"url\": \"u\"}}|1|`request` has no `method`, only body, url",
                "{\"request\": {\"body\": 1, \"url\": \"u\", \"method\": 1}}|1|`method` of `request` is a number, not a string",
                "{\"request\": {\"payload\": 1, \"test_id\": 1}}|1|`test_id` of `request` is a number, not a string or null",
                "{\"request\": {\"kwargs\": 1}}|1|`request` has no `provider`, only kwargs",
                "{\"request\": {\"x\": 1}, \"response\": {}}|1|`response` has no `body`, which only one whose `is_exception` is true may lack",
                "{\"request\": {\"x\": 1}, \"response\": {\"body\": 1, \"is_streaming\": 1}}|1|`is_streaming` of `response` is a number, not true or false",
                "{\"request\": {\"x\": 1}, \"response\": {\"body\": 1, \"is_exception\": \"yes\"}}|1|`is_exception` of `response` is a string, not true or false",
                "{\"request\": {\"x\": 1}, \"response\": {\"body\": 5, \"is_streaming\": true, \"is_exception\": true}}|1|`body` of `response` is a number, where `is_streaming` is true and asks for a list",
                "{\"request\": {\"x\": 1}, \"response\": {\"body\": {}, \"is_streaming\": true}}|1|`body` of `response` is an object, where `is_streaming` is true and asks for a list",
                "{\"request\": {\"x\": 1}, \"response\": {\"body\": 1, \"status\": 99}}|1|`status` of `response` is no HTTP status, which is a whole number from 200 to 999",
                "{\"request\": {\"x\": 1}, \"response\": {\"body\": 1, \"status\": 9223372036854775808}}|1|`status` of `response` is no HTTP status, which is a whole number from 200 to 999",
                "{\"request\": {\"x\": 1}, \"response\": {\"is_exception\": true, \"exception_data\": []}}|1|`exception_data` of `response` is a list, not an object or null",
                "{\"request\": {\"x\": 1}, \"response\": {\"body\": 1}} x|1|not JSON: Unrecognized token 'x': expected a value",
                "{\"request\": {\"x\": 1}, \"response\": {\"body\": 1}} 5|1|not JSON: something follows the end of the object",
                "{\"request\": {\"x\": 1}, \"response\": {\"body\": [1,]}}|1|not JSON: Unexpected character (']' (code 93)): expected a value",
            })
    void saysInWordsWhatIsWrong(String text, int line, String reason) {
        CorruptRecordingException corrupt = corrupt(text == null ? "" : text);

        assertThat(corrupt.reason()).isEqualTo(reason);
        assertThat(corrupt.line()).isEqualTo(line);
    }

    @Test
    void refusesMoreHeadersThanCanBeSent() throws Exception {
        String start = "{\"request\": {\"x\": 1}, \"response\": {\"body\": 1, \"headers\": {\"a\": [\"";
        String half = "h".repeat(RecordedResponse.MAX_HEADER_BYTES / 2 - "a: \r\n".length());

        String most = start + half + "\", \"" + half;
        RecordingCodec.check(stream(most + "\"]}}}"));
        assertThat(corrupt(most + "\", \"" + half + "\"]}}}").reason())
                .isEqualTo("`headers` of `response` have 576 KiB, and at most 384 KiB can be sent");
    }

    @Test
    void saysOnWhichLineAFileBreaksOff() {
        CorruptRecordingException corrupt = corrupt(INFERENCE.substring(0, INFERENCE.indexOf("1e-05")));

        assertThat(corrupt.line()).isEqualTo(22);
        assertThat(corrupt.reason())
                .startsWith("not JSON: Unexpected end-of-input")
                .doesNotContain("Source", "start marker", "UNKNOWN", "])");
    }

    @Test
    void saysOnWhichLineARequestIsWrong() {
        CorruptRecordingException corrupt =
                corrupt("{\n\"test_id\": null,\n\n\"request\": {\n\"body\": 1}, \"response\": {\"body\": 1}}");

        assertThat(corrupt.line()).isEqualTo(4);
    }

    @Test
    void refusesAByteOrderMarkAndOtherEncodings() {
        assertThat(corrupt("\ufeff" + INFERENCE).reason()).startsWith("a byte order mark");
        byte[] utf16 = INFERENCE.getBytes(StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> RecordingCodec.readHead(new ByteArrayInputStream(utf16)))
                .isInstanceOf(CorruptRecordingException.class)
                .hasMessage("not JSON in UTF-8: a NUL byte at offset 1");
        byte[] latin1 = INFERENCE.replace("Hi", "é").getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> RecordingCodec.read(latin1))
                .isInstanceOfSatisfying(
                        CorruptRecordingException.class,
                        corrupt -> assertThat(corrupt.line()).isEqualTo(8))
                .hasMessageStartingWith("not UTF-8: the byte 0x22");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"body\": 1}|false",
                "{\"body\": 1, \"is_exception\": false, \"status\": 201}|false",
                "{\"body\": 1, \"status\": 429}|true",
                "{\"body\": 1, \"status\": 500, \"is_exception\": false}|true",
                "{\"is_exception\": true, \"status\": 200}|true",
                "{\"is_streaming\": true, \"is_exception\": true}|true",
                "{\"body\": 1, \"cut\": true}|true",
                "{\"body\": 1, \"variants\": []}|true",
            })
    void tellsWithoutKeepingItWhichResponseMayBeAFailure(String response, boolean mayFail) throws Exception {
        InputStream[] closed = new InputStream[1];
        InputStream in = new FilterInputStream(stream(document("{\"x\": 1}", response))) {
            @Override
            public void close() throws IOException {
                closed[0] = this;
                super.close();
            }
        };

        assertThat(RecordingCodec.check(in)).isEqualTo(mayFail);
        assertThat(closed[0]).as("closed at the end").isSameAs(in);
    }

    @Test
    void readsTheFlagsOfAResponse() throws Exception {
        RecordedResponse plain = response("{\"body\": {\"a\": 1}}");
        RecordedResponse cut = response("{\"body\": [1], \"is_streaming\": true, \"cut\": true}");

        assertThat(plain.streaming()).isFalse();
        assertThat(plain.exception()).isFalse();
        assertThat(plain.cut()).isFalse();
        assertThat(cut.streaming()).isTrue();
        assertThat(cut.cut()).isTrue();
    }

    @Test
    void unwrapsAValueOfAnSdkObject() throws Exception {
        assertThat(RecordedResponse.unwrapped(
                        RecordingCodec.read(utf8(INFERENCE)).response().body()))
                .isEqualTo(Json.parse(utf8("{\"data\": [0.25, 1e-05]}")));
        assertThat(RecordedResponse.unwrapped(response("{\"body\": {\"a\": 1}}").body()))
                .isEqualTo(Json.parse(utf8("{\"a\": 1}")));
    }

    private static RecordedResponse response(String json) throws CorruptRecordingException {
        return RecordingCodec.read(utf8(document("{\"x\": 1}", json))).response();
    }

    @Test
    void readsAnExceptionWithoutBody() throws Exception {
        String response = "{\"body\": null, \"is_streaming\": true, \"is_exception\": true,"
                + " \"exception_data\": {\"status_code\": 400}}";

        RecordedResponse read =
                RecordingCodec.read(utf8(document("{\"x\": 1}", response))).response();

        assertThat(read.exception()).isTrue();
        assertThat(read.exceptionData()).isNotNull();
        assertThat(read.body().isNull()).isTrue();
    }

    @Test
    void readsAStatusThatIsNullAs200() throws Exception {
        assertThat(RecordingCodec.read(utf8(document("{\"x\": 1}", "{\"body\": 1, \"status\": null}")))
                        .response()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void keepsWhatItDoesNotKnow() throws Exception {
        String text = """
                {
                  "later": [
                    1.0
                  ],
                  "request": {
                    "x": 1
                  },
                  "response": {
                    "body": 1,
                    "timing": {}
                  }
                }
                """;

        assertThat(RecordingCodec.write(RecordingCodec.read(utf8(text))))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(text);
    }
}

package io.github.recorder.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recorder.SharedCorpus;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.Json;
import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.recording.Recording;
import io.github.recorder.recording.RecordingCodec;
import io.github.recorder.recording.RecordingOutline;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** A body that is read without a tree, from the recording's file or in memory, has the bytes that it has with one. */
final class FiledResponseTest {

    private final Dialects dialects = new Dialects();

    @Test
    void aRealRecordingHasTheSameBytes() throws Exception {
        int filed = 0;
        int compact = 0;
        List<Path> files;
        try (Stream<Path> walk = Files.walk(SharedCorpus.corpus())) {
            files = walk.filter(path -> path.toString().endsWith(".json")).toList();
        }
        for (Path file : files) {
            filed += isFiled(file.toString(), Files.readAllBytes(file)) ? 1 : 0;
            compact += isCompact(file.toString(), Files.readAllBytes(file)) ? 1 : 0;
        }

        // The others are lists of models, exceptions, complete responses of Gemini, and a file processor's request.
        assertThat(filed).isEqualTo(638);
        assertThat(compact).isEqualTo(638);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'body': {'__type__': 'a', '__data__': {'b': [1, 2.50, '\\u00e9']}}}",
                "{'body': {'a': {'__data__': 1}, '__data__': 'text'}, 'status': 201}",
                "{'body': 'text \\u2028 \\ud83d\\ude00 \\ud83d'}",
                "{'body': [1, 2, {'__data__': 3}], 'is_streaming': false}",
                "{'body': []}",
                "{'body': null}",
                "{'body': 12}",
                "{'body': [], 'is_streaming': true}",
                "{'body': ['', '', 'data: a', '', 'data: b', '', '', ''], 'is_streaming': true}",
                "{'body': ['', ''], 'is_streaming': true}",
                "{'body': ['data: a', {'b': 1}], 'is_streaming': true, 'is_exception': true}",
                "{'body': ['{}', '{}'], 'is_streaming': true, 'headers': {'Content-Type': 'application/x-ndjson'}}",
                "{'body': 1, 'headers': {'X-A': ['1', '2'], 'Content-Type': 'text/plain'}, 'cut': true}",
                "{'body': {'a': 1}, 'raw': {'text': '{ \\u0022a\\u0022: 1, \\u00e9 }'}}",
                "{'body': '', 'raw': {'base64': 'AAECAwQ='}}",
                "{'raw': {'text': 'a', 'base64': 'AA=='}, 'body': 1, 'timing': [[1, 2]]}",
                "{'body': 1, 'status': 503, 'next': [{'body': [2]}, 7, {'body': 'c', 'raw': {'text': ' c'}}]}",
                "{'body': 1, 'variants': [{'body': {'__data__': [2]}, 'request_headers': {'accept': 'a'}}]}"
            })
    void aResponseIsReadFromTheFile(String response) throws Exception {
        for (boolean indented : new boolean[] {false, true}) {
            byte[] file = file(response, indented);
            assertThat(isFiled(response, file)).isTrue();
            assertThat(isCompact(response, file)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'body': {'a': 1, 'a': 2}}",
                "{'body': 1, 'body': 2}",
                "{'body': null, 'is_exception': true, 'exception_data': {'status_code': 400}}",
                "{'body': 1, 'raw': {'text': '\\u00e9', 'charset': 'ISO-8859-1'}}",
                "{'body': 1, 'raw': 2}"
            })
    void otherResponsesAreReadAsAWhole(String response) throws Exception {
        assertThat(isFiled(response, file(response, false))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'body': {'a': 1, 'a': 2}}",
                "{'body': 1, 'body': 2}",
                "{'body': null, 'is_exception': true, 'exception_data': {'status_code': 400}}",
                "{'body': {'\\ude00': 1}}",
                "{'body': 'not ASCII: é'}"
            })
    void otherResponsesInMemoryAreReadAsAWhole(String response) throws Exception {
        assertThat(isCompact(response, file(response, false))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'is_streaming': true}",
                "{'body': {}, 'is_streaming': true}",
                "{'body': 1, 'status': 99}",
                "{'body': 1, 'is_exception': 2}",
                "{'body': 1}, 'test_id': 3, 'other': {}",
                "{'body': 1}} {'more': {}",
                "{'body': 01}"
            })
    void aFaultInMemoryIsLeftToTheReaderOfTheWhole(String response) throws Exception {
        byte[] file = file(response, false);

        assertThatThrownBy(() -> RecordingCodec.read(file)).isInstanceOf(CorruptRecordingException.class);
        assertThat(RecordingOutline.read(file)).isEmpty();
    }

    @Test
    void longBase64IsDecodedInParts() throws Exception {
        byte[] body = new byte[1_000_000];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 7 + i / 1000);
        }
        String text = Base64.getEncoder().encodeToString(body);
        byte[] file = file("{'body': '', 'raw': {'base64': '" + text + "'}}", false);

        assertThat(isFiled("base64", file)).isTrue();
    }

    /** Returns whether each response of a recording stays in the file; then its bytes are the same. */
    private boolean isFiled(String name, byte[] file) throws Exception {
        Optional<RecordingOutline> outline = RecordingOutline.read(new ByteArrayInputStream(file));
        if (outline.isEmpty()) {
            return false;
        }
        Recording whole = RecordingCodec.read(file);
        List<RecordedResponse> responses = responses(whole.response());
        List<RecordedResponse> outlines = responses(outline.get().recording().response());
        assertThat(outlines).as(name).hasSameSizeAs(responses);
        for (int i = 0; i < responses.size(); i++) {
            Optional<FiledResponse> filed = dialects.filed(outline.get(), outlines.get(i));
            if (filed.isEmpty()) {
                return false;
            }
            WireResponse expected = dialects.respond(
                    new Recording(whole.testId(), whole.request(), responses.get(i), whole.document()));
            FiledResponse response = filed.get();
            ByteArrayInputStream source = new ByteArrayInputStream(file);
            source.skipNBytes(response.position());
            try (InputStream body = response.body().apply(source)) {
                assertThat(response.head().with(body.readAllBytes())).as(name).isEqualTo(expected);
            }
        }
        return true;
    }

    /** Returns whether each response of a recording is read without a tree; then its bytes are the same. */
    private boolean isCompact(String name, byte[] file) throws Exception {
        Optional<RecordingOutline> outline = RecordingOutline.read(file);
        if (outline.isEmpty()) {
            return false;
        }
        Recording whole = RecordingCodec.read(file);
        List<RecordedResponse> responses = responses(whole.response());
        List<RecordedResponse> outlines = responses(outline.get().recording().response());
        assertThat(outlines).as(name).hasSameSizeAs(responses);
        for (int i = 0; i < responses.size(); i++) {
            Optional<WireResponse> compact = dialects.respond(outline.get(), outlines.get(i));
            if (compact.isEmpty()) {
                return false;
            }
            assertThat(compact.get())
                    .as(name)
                    .isEqualTo(dialects.respond(
                            new Recording(whole.testId(), whole.request(), responses.get(i), whole.document())));
        }
        return true;
    }

    private static List<RecordedResponse> responses(RecordedResponse first) {
        Stream<RecordedResponse> others = Stream.of(RecordedResponse.NEXT, RecordedResponse.VARIANTS)
                .flatMap(key -> first.document().path(key).valueStream())
                .filter(ObjectNode.class::isInstance)
                .map(other -> new RecordedResponse((ObjectNode) other));
        return Stream.concat(Stream.of(first), others).toList();
    }

    private static byte[] file(String response, boolean indented) throws Exception {
        String json =
                ("{'request': {'test_id': null, 'url': 'https://api.example/x', 'method': 'GET', 'payload': null},"
                                + " 'response': " + response + ", 'test_id': null}")
                        .replace('\'', '"');
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        return indented ? RecordingCodec.write((ObjectNode) Json.parse(text)) : text;
    }
}

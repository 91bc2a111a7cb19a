package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MediaTypeTest {

    @ParameterizedTest
    @CsvSource({
        "application/json, JSON",
        "Application/JSON; charset=utf-8, JSON",
        "application/problem+json, JSON",
        "text/json, JSON",
        "text/event-stream, EVENTS",
        "text/event-stream;charset=UTF-8, EVENTS",
        "application/x-ndjson, LINES",
        "application/ndjson, LINES",
        "application/jsonl, LINES",
        "application/x-jsonlines, LINES",
        "application/json-lines, LINES",
        "application/stream+json, LINES",
        "application/json-seq, LINES",
        "application/geo+json-seq, LINES",
        "text/event-streaming, OTHER",
        "text/plain, OTHER",
        "application/jsonp, OTHER",
        "multipart/form-data; boundary=json, OTHER"
    })
    void isOneOfJsonEventsLinesAndOther(String contentType, String kind) {
        MediaType type = MediaType.of(contentType);

        assertThat(type.isJson()).isEqualTo(kind.equals("JSON"));
        assertThat(type.isEventStream()).isEqualTo(kind.equals("EVENTS"));
        assertThat(type.isJsonLines()).isEqualTo(kind.equals("LINES"));
        assertThat(type.isStream()).isEqualTo(kind.equals("EVENTS") || kind.equals("LINES"));
        assertThat(type.isMultipart()).isEqualTo(contentType.startsWith("multipart"));
        assertThat(type.isAbsent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, true",
        "text/html, true",
        "text/event-stream, true",
        "application/jsonl, true",
        "application/xml, true",
        "image/svg+xml, true",
        "application/octet-stream, false",
        "application/xml-dtd-archive, false",
        "image/png, false",
        "context/text/, false"
    })
    void isTextForCertain(String contentType, boolean text) {
        assertThat(MediaType.of(contentType).isText()).isEqualTo(text);
    }

    @Test
    void isAbsentWithoutAHeader() {
        assertThat(MediaType.of(null).isAbsent()).isTrue();
        assertThat(MediaType.of("").isAbsent()).isTrue();
        assertThat(MediaType.of(null).isJson()).isFalse();
        assertThat(MediaType.of(";charset=utf-8").isAbsent()).isTrue();
    }
}

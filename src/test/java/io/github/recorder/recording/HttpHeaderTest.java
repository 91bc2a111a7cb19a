package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HttpHeaderTest {

    @Test
    void theFirstOfANameCountsWhateverItsCase() {
        List<HttpHeader> headers = List.of(
                new HttpHeader("Date", "today"),
                new HttpHeader("content-type", "text/plain"),
                new HttpHeader("Content-Type", "text/html"));

        assertThat(HttpHeader.first(headers, "Content-Type")).contains("text/plain");
        assertThat(HttpHeader.first(headers, "Content-Length")).isEmpty();
    }

    @Test
    void aCodingIsAcceptedWhereItIsNamedWithoutTheWeightZero() {
        for (String value : List.of("gzip", "br, GZIP", "deflate;q=1, gzip;q=0.5", "gzip ; q=0.001")) {
            assertThat(HttpHeader.acceptsCoding(value, "gzip")).as(value).isTrue();
        }
        for (String value : List.of("", "identity", "x-gzipped", "gzip;q=0", "gzip; Q=0.000", "*")) {
            assertThat(HttpHeader.acceptsCoding(value, "gzip")).as(value).isFalse();
        }
    }
}

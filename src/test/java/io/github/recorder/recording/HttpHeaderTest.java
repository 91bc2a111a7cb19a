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
}

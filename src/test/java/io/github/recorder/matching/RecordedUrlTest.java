package io.github.recorder.matching;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecordedUrlTest {

    /** Each row is {@code (url, urlparse(url).netloc, urlparse(url).path)} of Python. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            nullValues = "null",
            value = {
                "https://api.openai.com/v1/v1/models|api.openai.com|/v1/v1/models",
                "http://u:p@h:1/a?b#c|u:p@h:1|/a",
                "http://h|h|''",
                "http://h?bedrock/x|h|''",
                "https://h/a;b/c;d|h|/a;b/c",
                "vertexai://p/generate_content;a|p|/generate_content;a",
                "/v1/models;x|''|/v1/models",
                "//h/p|h|/p",
                "mailto:x;y|''|x;y",
                "1a:b|''|1a:b",
                "a/b:c|''|a/b:c",
                "HTTP://H/%41é|H|/%41é",
                "aZ09+-.z:p|''|p",
                "zA:p|''|p",
                "A:p|''|p",
                "Z:p|''|p",
                "a@:p|''|a@:p",
                "a[:p|''|a[:p",
                "a`:p|''|a`:p",
                "a{:p|''|a{:p",
                "a/:p|''|a/:p",
                "a::p|''|:p",
                "+a:p|''|+a:p",
                ":p|''|:p",
                "a,:p|''|a,:p",
            })
    void isTakenApartAsPythonDoes(String url, String authority, String path) {
        assertThat(RecordedUrl.of(url)).isEqualTo(new RecordedUrl(authority, path));
    }
}

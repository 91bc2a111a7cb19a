package io.github.recorder.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonTokensTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"a":1}                 | { "a" : 1 }
                    {"a":1,"a":2}           | {"a":1, "a":2}
                    ["A", {"A": "/"}]       | ["\\u0041", {"\\u0041": "\\/"}]
                    [1.0, 1e2, 0.1]         | [1.00, 100.0, 1e-1]
                    [NaN, null, true]       | [ NaN, null, true ]
                    1                       | ~ 1~
                    not JSON                | not JSON
                    """)
    void areTheSameWhateverTheirNotation(String one, String other) {
        assertThat(same(one, other)).isTrue();
        assertThat(same(other, one)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"a":1,"b":2}           | {"b":2,"a":1}
                    {"a":1,"a":2}           | {"a":2}
                    {"a":1}                 | {"b":1}
                    ["a"]                   | ["b"]
                    ["a"]                   | ["a", "b"]
                    ["1"]                   | ["1.0"]
                    ["1"]                   | [1]
                    [1]                     | [1.0]
                    [1.0]                   | [1.5]
                    [0.1]                   | [0.10000000000000000001]
                    [1e400]                 | [1e401]
                    [1.0]                   | [NaN]
                    [true]                  | [false]
                    [null]                  | [{}]
                    [1]                     | [1] 2
                    [1] 2                   | ~[1]  2~
                    [1                      | ~[ 1~
                    ~~                      | ~ ~
                    """)
    void differIfAParserReadsSomethingElse(String one, String other) {
        assertThat(same(one, other)).isFalse();
        assertThat(same(other, one)).isFalse();
    }

    private static boolean same(String one, String other) {
        return JsonTokens.same(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}

package io.github.recorder.prune;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestNameTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    acme.AIT#a                     | acme.AIT    | a      | ''        | ''
                    acme.AIT#a(int, String[])[2]   | acme.AIT    | a      | (int, String[]) | [2]
                    acme.AIT#a[x=1]                | acme.AIT    | a      | ''        | [x=1]
                    acme.AIT$Inner#a()             | acme.AIT$Inner | a   | ()        | ''
                    acme.AIT                       | acme.AIT    |        | ''        | ''
                    acme.AIT#                      | acme.AIT    | ''     | ''        | ''
                    """)
    void hasFourParts(String id, String className, @Nullable String method, String parameters, String invocation) {
        TestName name = TestName.of(id);

        assertThat(name).isEqualTo(new TestName(className, method, parameters, invocation));
        assertThat(name.withoutInvocation()).isEqualTo(method == null ? id : className + "#" + method + parameters);
        assertThat(name.plain()).isEqualTo(method == null ? id : className + "#" + method);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    acme.AIT#a                     | true
                    AIT                            | true
                    acme.AIT$Inner#does it         | true
                    acme.\\xe9IT#a                 | true
                    acme.A IT#a                    | true
                    acme.AIT#                      | false
                    tests/test_x.py::test_y        | false
                    acme..AIT#a                    | false
                    """)
    void isOfJavaIfItsClassHasABinaryName(String id, boolean expected) {
        assertThat(TestName.of(id).isOfJava()).isEqualTo(expected);
    }

    @Test
    void knowsTheClassesThatEncloseIt() {
        assertThat(TestName.of("acme.AIT$Inner$Deep#a").topLevelClass()).isEqualTo("acme.AIT");
        assertThat(TestName.of("acme.AIT$Inner$Deep#a").nestedClasses()).containsExactly("Inner", "Deep");
        assertThat(TestName.of("acme.AIT#a").topLevelClass()).isEqualTo("acme.AIT");
        assertThat(TestName.of("acme.AIT#a").nestedClasses()).isEmpty();
        assertThat(TestName.of("$AIT#a").topLevelClass()).isEqualTo("$AIT");
    }

    @Test
    void unescapesCharactersThatAHeaderCannotHold() {
        assertThat(TestName.unescaped("acme.\\xe9\\u4e2d\\U0001f600$\\n"))
                .isEqualTo("acme.\u00e9\u4e2d\ud83d\ude00$\\n");
    }
}

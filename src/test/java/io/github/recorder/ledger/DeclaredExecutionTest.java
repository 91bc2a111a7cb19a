package io.github.recorder.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DeclaredExecutionTest {

    private static boolean mayRun(List<String> includes, List<String> excludes, String className) {
        return new DeclaredExecution("failsafe:integration-test@default", includes, excludes).mayRun(className);
    }

    @Test
    void readsThePatternsOfTheTestPlugins() {
        for (String pattern : List.of(
                "**/*IT.java",
                "**/*IT.class",
                "*IT",
                "**/*IT",
                "com/acme/**",
                "com/acme/Chat??.java",
                "com.acme.*IT",
                "ChatIT",
                "**/Other.java, **/ChatIT.java")) {
            assertThat(mayRun(List.of(pattern), List.of(), "com.acme.ChatIT"))
                    .as(pattern)
                    .isTrue();
        }
        for (String pattern : List.of("**/*Test.java", "com/*IT.java", "com.acme.Chat", "org/**/*IT.java")) {
            assertThat(mayRun(List.of(pattern), List.of(), "com.acme.ChatIT"))
                    .as(pattern)
                    .isFalse();
        }
    }

    @Test
    void leavesOutOnlyWhatAPatternThatIsUnderstoodExcludes() {
        List<String> all = List.of("**");
        assertThat(mayRun(all, List.of("**/Chat*"), "com.acme.ChatIT")).isFalse();
        assertThat(mayRun(all, List.of("**/*$*"), "com.acme.ChatIT")).isTrue();
        for (String unknown : List.of("%regex[.*Chat.*]", "ChatIT#asks", "${excluded}", "!**/Other.java")) {
            assertThat(mayRun(all, List.of(unknown), "com.acme.ChatIT"))
                    .as(unknown)
                    .isTrue();
            assertThat(mayRun(List.of(unknown), List.of(), "com.acme.ChatIT"))
                    .as(unknown)
                    .isTrue();
        }
    }
}

package io.github.recorder.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recorder.matching.RuleSuggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SuggestedRulesTest {

    @TempDir
    Path folder;

    @Test
    void putsTheRulesOfAllReportsTogether() throws IOException {
        report("1.txt", new RuleSuggestion(List.of("query:t"), List.of("<a & b> (\\d+)")));
        report("2.txt", new RuleSuggestion(List.of("pointer:/id", "query:t"), List.of()));
        Files.writeString(folder.resolve("3.txt"), "a miss without a rule: <ignore>query:no</ignore>\n");
        report("4.json", new RuleSuggestion(List.of("query:other"), List.of()));

        assertThat(SuggestedRules.in(folder))
                .contains(new RuleSuggestion(List.of("pointer:/id", "query:t"), List.of("<a & b> (\\d+)")));
    }

    @Test
    void hasNoneWhereNothingIsSuggested() throws IOException {
        Files.writeString(folder.resolve("1.txt"), "a miss without a rule\n");

        assertThat(SuggestedRules.in(folder)).isEmpty();
        assertThat(SuggestedRules.in(folder.resolve("missing"))).isEmpty();
    }

    private void report(String name, RuleSuggestion rules) throws IOException {
        Files.writeString(
                folder.resolve(name),
                "why\n\n" + String.join("\n", rules.lines(MissRenderer.RULE_INDENT)) + "\n\nNearest recordings\n");
    }
}

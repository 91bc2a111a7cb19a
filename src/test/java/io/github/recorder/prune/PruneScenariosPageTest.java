package io.github.recorder.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each row of the page of scenarios names the tests that show it; a test that is renamed takes its row along. */
final class PruneScenariosPageTest {

    private static final Pattern LAST_CELL = Pattern.compile("(?m)^\\|.*\\| (`[^|]*`) \\|$");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private static Set<String> named() throws IOException {
        String page = Files.readString(Path.of("src/site/markdown/prune-scenarios.md"));
        return LAST_CELL
                .matcher(page)
                .results()
                .flatMap(row -> NAME.matcher(row.group(1)).results())
                .map((MatchResult name) -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> tests(String prefix, Class<?> type) {
        return Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses()))
                .flatMap(part -> Arrays.stream(part.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .map(name -> prefix + name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void namesOnlyTestsThatThereAre() throws Exception {
        Set<String> there = tests("", PruneScenariosTest.class);
        there.addAll(tests("", ShardedCiScenariosTest.class));
        there.addAll(tests("", PruneDoubtsTest.class));
        there.addAll(tests("PrunerTest#", Class.forName("io.github.recorder.prune.PrunerTest")));

        assertThat(named()).hasSizeGreaterThan(60).allSatisfy(name -> {
            if (name.startsWith("src/it/")) {
                assertThat(Path.of(name, "verify.groovy")).exists();
            } else {
                assertThat(there).contains(name);
            }
        });
    }

    @Test
    void leavesOutNoScenario() throws IOException {
        Set<String> scenarios = tests("", PruneScenariosTest.class);
        scenarios.addAll(tests("", ShardedCiScenariosTest.class));
        scenarios.addAll(tests("", PruneDoubtsTest.class));
        // These are about what prune says, not about what it leaves.
        scenarios.removeAll(Set.of(
                "theReportForProgramsIsWhatItsDocumentationSays",
                "thereIsNothingToDoWhereThereAreNoRecordings",
                "writesWhatABotNeeds",
                "aLedgerSaysWhenItsRunStarted"));

        assertThat(named()).containsAll(scenarios);
    }
}

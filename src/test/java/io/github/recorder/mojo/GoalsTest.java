package io.github.recorder.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;

/**
 * The goals and their parameters are a promise to users: they change only together with {@code goals.txt}. Its lines
 * are goal and default phase, and below each parameter: name, type, property, default.
 */
final class GoalsTest {

    @Test
    void goalsAndParametersAreThoseThatAreCommitted() throws Exception {
        String committed = Files.readString(Path.of("src/test/resources/goals.txt"));

        assertThat(described()).isEqualTo(committed);
    }

    @Test
    void nothingThatTheLastReleaseHadIsGone() throws Exception {
        List<String> now = withGoals("goals.txt");

        assertThat(withGoals("released-goals.txt"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(now)
                        .as("%s: the page on compatibility says what to do", line)
                        .contains(line));
    }

    /** Maven names the Java field of a missing parameter, which no user knows, so the goals say what is missing. */
    @Test
    void noParameterOfAUserIsRequiredByMaven() throws Exception {
        assertThat(descriptor().getChild("mojos").getChildren())
                .flatExtracting(
                        mojo -> Arrays.asList(mojo.getChild("parameters").getChildren()))
                .isNotEmpty()
                .allSatisfy(parameter -> assertThat(text(parameter, "required").equals("true")
                                && text(parameter, "editable").equals("true"))
                        .as(text(parameter, "name"))
                        .isFalse());
    }

    /** Returns the lines of a list of goals, each parameter after its goal. */
    private static List<String> withGoals(String list) throws IOException {
        List<String> lines = new ArrayList<>();
        String goal = "";
        for (String line : Files.readAllLines(Path.of("src/test/resources", list))) {
            goal = line.startsWith(" ") ? goal : line;
            lines.add(line.startsWith(" ") ? goal + line : line);
        }
        return lines;
    }

    @Test
    void theReadmeNamesEachGoal() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String goals = readme.substring(readme.indexOf("## Goals"), readme.indexOf("## Clients"));

        assertThat(descriptor().getChild("mojos").getChildren())
                .extracting(mojo -> text(mojo, "goal"))
                .contains("start", "help")
                .filteredOn(goal -> !goal.equals("help"))
                .allSatisfy(goal -> assertThat(goals).contains("`" + goal + "`"));
    }

    @Test
    void everyGoalIsThreadSafe() throws Exception {
        assertThat(descriptor().getChild("mojos").getChildren())
                .allSatisfy(mojo -> assertThat(text(mojo, "threadSafe"))
                        .as(text(mojo, "goal"))
                        .isEqualTo("true"));
    }

    @Test
    void everyParameterIsExplainedAndSaysSinceWhen() throws Exception {
        for (Xpp3Dom mojo : descriptor().getChild("mojos").getChildren()) {
            for (Xpp3Dom parameter : mojo.getChild("parameters").getChildren()) {
                if (text(parameter, "editable").equals("true")
                        && !text(mojo, "goal").equals("help")) {
                    String name = text(mojo, "goal") + " " + text(parameter, "name");
                    assertThat(text(parameter, "description")).as(name).isNotBlank();
                    assertThat(text(parameter, "since")).as(name).isNotBlank();
                }
            }
        }
    }

    private static String described() throws Exception {
        return Arrays.stream(descriptor().getChild("mojos").getChildren())
                .sorted(Comparator.comparing(mojo -> text(mojo, "goal")))
                .map(GoalsTest::goal)
                .collect(Collectors.joining("\n"));
    }

    private static String goal(Xpp3Dom mojo) {
        String parameters = Arrays.stream(mojo.getChild("parameters").getChildren())
                .filter(parameter -> text(parameter, "editable").equals("true"))
                .sorted(Comparator.comparing(parameter -> text(parameter, "name")))
                .map(parameter -> parameter(parameter, mojo.getChild("configuration")))
                .collect(Collectors.joining());
        return (text(mojo, "goal") + " " + text(mojo, "phase")).strip() + "\n" + parameters;
    }

    private static String parameter(Xpp3Dom parameter, Xpp3Dom configuration) {
        String name = text(parameter, "name");
        String type = text(parameter, "type");
        Xpp3Dom value = configuration.getChild(name);
        String property = value == null || value.getValue() == null ? "" : value.getValue();
        String given = value == null || value.getAttribute("default-value") == null
                ? ""
                : " = " + value.getAttribute("default-value");
        String line = "  " + name + " " + type.substring(type.lastIndexOf('.') + 1) + " " + property + given;
        return line.stripTrailing() + "\n";
    }

    private static String text(Xpp3Dom parent, String child) {
        Xpp3Dom node = parent.getChild(child);
        return node == null || node.getValue() == null ? "" : node.getValue();
    }

    private static Xpp3Dom descriptor() throws Exception {
        Path file = Path.of("target/classes/META-INF/maven/plugin.xml");
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return Xpp3DomBuilder.build(reader);
        }
    }
}

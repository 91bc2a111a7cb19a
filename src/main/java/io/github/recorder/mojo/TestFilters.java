package io.github.recorder.mojo;

import io.github.recorder.ledger.TestFilter;
import io.github.recorder.ledger.TestFilter.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** Finds what keeps tests from running: in the command line, and in the configuration of Surefire and Failsafe. */
final class TestFilters {

    /** Properties that select test classes, and with {@code #} methods of them. */
    private static final Set<String> SELECTIONS = Set.of(
            "test", "it.test", "surefire.includes", "surefire.excludes", "failsafe.includes", "failsafe.excludes");

    /** Properties that name a file with such a selection. */
    private static final Set<String> SELECTION_FILES =
            Set.of("surefire.includesFile", "surefire.excludesFile", "failsafe.includesFile", "failsafe.excludesFile");

    /** Properties that select tests by tag. */
    private static final Set<String> TAGS = Set.of("groups", "excludedGroups", "cucumber.filter.tags");

    private TestFilters() {}

    /** Returns the filters of the command line. */
    static List<TestFilter> ofCommandLine(MavenSession session) {
        List<TestFilter> filters = new ArrayList<>();
        Map<String, String> properties = new TreeMap<>();
        session.getUserProperties()
                .stringPropertyNames()
                .forEach(
                        name -> properties.put(name, session.getUserProperties().getProperty(name)));
        properties.forEach((name, value) -> {
            if (SELECTIONS.contains(name)) {
                filters.add(new TestFilter(name, value, value.indexOf('#') >= 0 ? Scope.TESTS : Scope.CLASSES));
            } else if (SELECTION_FILES.contains(name)) {
                filters.add(new TestFilter(name, value, selects(session, value)));
            } else if (TAGS.contains(name)) {
                filters.add(new TestFilter(name, value, Scope.TESTS));
            } else if (TestFilter.isSkip(name) && !value.equals("false")) {
                filters.add(new TestFilter(name, value, Scope.CLASSES));
            }
        });
        if (session.getProjects().size() < session.getAllProjects().size()) {
            String chosen = session.getProjects().stream()
                    .map(project -> ":" + project.getArtifactId())
                    .collect(Collectors.joining(","));
            filters.add(new TestFilter("pl", chosen, Scope.MODULES));
        }
        return List.copyOf(filters);
    }

    private static Scope selects(MavenSession session, String file) {
        try {
            String text = Files.readString(
                    Path.of(session.getExecutionRootDirectory()).resolve(file));
            return text.indexOf('#') >= 0 ? Scope.TESTS : Scope.CLASSES;
        } catch (IOException unreadable) {
            return Scope.TESTS; // The worse of the two.
        }
    }

    /**
     * Returns the filters of an execution's configuration, which can select by tag without a word on the command line.
     */
    static List<TestFilter> of(MojoExecution execution, MavenProject project) {
        List<TestFilter> filters = new ArrayList<>();
        for (String name : List.of("groups", "excludedGroups")) {
            Xpp3Dom configuration = execution.getConfiguration();
            Xpp3Dom child = configuration == null ? null : configuration.getChild(name);
            @Nullable String value = child == null ? null : child.getValue();
            if (value == null || value.startsWith("${")) {
                value = project.getProperties().getProperty(name);
            }
            if (value != null && !value.isBlank()) {
                filters.add(new TestFilter(name, value, Scope.TESTS));
            }
        }
        return filters;
    }

    /** Returns an execution as ledgers name it, for instance {@code failsafe:integration-test@default}. */
    static String name(MojoExecution execution) {
        String plugin = execution.getArtifactId().replaceFirst("^maven-(.*)-plugin$", "$1");
        return plugin + ":" + execution.getGoal() + "@" + execution.getExecutionId();
    }
}

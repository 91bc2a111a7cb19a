package io.github.recorder.mojo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.BuildBase;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.model.PluginManagement;
import org.apache.maven.model.Profile;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Finds the settings of one build that may keep tests from running, whatever way they came: the command line and {@code
 * .mvn}, {@code MAVEN_OPTS}, profiles, the environment, and properties of test engines. What the pom itself says for
 * every build is none of them.
 */
final class TestFilters {

    /** Names of properties that select tests, of Surefire, Failsafe and test engines. */
    private static final Pattern SELECTION = Pattern.compile("test|it\\.test|groups|excludedGroups|skipTests|skipITs"
            + "|maven\\.test\\.skip(\\.exec)?|(surefire|failsafe)\\.(skip|includes|excludes|includesFile|excludesFile"
            + "|suiteXmlFiles|includeJUnit5Engines|excludeJUnit5Engines|skipTests)"
            + "|cucumber\\.(features|options|filter\\..*)|kotest\\.(filter|tags|framework)\\b.*|jqwik\\..*"
            + "|junit\\.jupiter\\.conditions\\..*|junit\\.platform\\.discovery\\..*|spock\\.configuration");

    /** Names as text in which there may be more, such as the arguments of a test JVM. */
    private static final Pattern IN_TEXT = Pattern.compile(
            "(?<![\\w.])(cucumber\\.(features|filter\\.\\w+)|kotest\\.(filter|tags)[\\w.]*|junit\\.jupiter\\.conditions[\\w.]*"
                    + "|spock\\.configuration)(?=\\s*[=:])");

    private static final Set<String> TEST_PLUGINS = Set.of("maven-surefire-plugin", "maven-failsafe-plugin");
    private static final List<String> ENGINE_FILES = List.of("junit-platform.properties", "cucumber.properties");

    private final MavenSession session;
    private final MavenProject project;
    private final Set<String> found = new TreeSet<>();

    private TestFilters(MavenSession session, MavenProject project) {
        this.session = session;
        this.project = project;
    }

    /**
     * Returns the filters of a build, each as the user wrote it.
     *
     * @param root the root of the whole build
     */
    static List<String> of(MavenSession session, MavenProject project, Path root) throws IOException {
        TestFilters filters = new TestFilters(session, project);
        String configurations = filters.configurations();
        filters.add("-D", session.getUserProperties(), configurations);
        filters.add("-D", session.getSystemProperties(), "");
        for (MavenProject each = project; each != null; each = each.getParent()) {
            for (Profile profile : each.getActiveProfiles()) {
                filters.add("-P" + profile.getId() + " with ", profile.getProperties(), configurations);
            }
        }
        filters.addEnvironment(System.getenv());
        filters.addEngineFiles();
        filters.addModules(root);
        return List.copyOf(filters.found);
    }

    private void add(String prefix, Properties properties, String configurations) {
        for (String name : properties.stringPropertyNames()) {
            String value = properties.getProperty(name, "");
            boolean selects = SELECTION.matcher(name).matches()
                    || IN_TEXT.matcher(value).find()
                    || configurations.contains("${" + name + "}");
            boolean off = value.equals("false") && name.toLowerCase(Locale.ROOT).contains("skip");
            if (selects && !off) {
                found.add(prefix + name + (value.isEmpty() ? "" : "=" + value));
            }
        }
    }

    private void addEnvironment(Map<String, String> environment) {
        new TreeMap<>(environment).forEach((name, value) -> {
            String property = name.toLowerCase(Locale.ROOT).replace('_', '.');
            if (name.contains("_") && SELECTION.matcher(property).matches()) {
                found.add(name + "=" + value);
            }
        });
    }

    /** Engines read these from the class path; which tests they leave out, nobody tells. */
    private void addEngineFiles() throws IOException {
        for (String name : ENGINE_FILES) {
            Path file = Path.of(project.getBuild().getTestOutputDirectory()).resolve(name);
            if (Files.isRegularFile(file)) {
                IN_TEXT.matcher(Files.readString(file))
                        .results()
                        .forEach(property -> found.add(property.group(1) + " in " + name));
            }
        }
    }

    private void addModules(Path root) throws IOException {
        @Nullable String directory = session.getExecutionRootDirectory();
        Path started = directory == null ? root : Path.of(directory).toRealPath();
        if (!started.equals(root)) {
            found.add("the start of Maven in " + root.relativize(started) + " instead of " + root);
        }
        if (session.getProjects().size() < session.getAllProjects().size()) {
            found.add("-pl "
                    + session.getProjects().stream()
                            .map(each -> ":" + each.getArtifactId())
                            .collect(Collectors.joining(",")));
        }
    }

    /** Returns the configurations of the test plugins as they stand in the poms, with their expressions. */
    private String configurations() {
        List<BuildBase> builds = new ArrayList<>();
        for (MavenProject each = project; each != null; each = each.getParent()) {
            @Nullable Model written = each.getOriginalModel();
            // A project that Maven makes up has no pom of its own.
            Model model = written == null ? each.getModel() : written;
            Build build = model.getBuild();
            if (build != null) {
                builds.add(build);
            }
            model.getProfiles().stream()
                    .map(Profile::getBuild)
                    .filter(Objects::nonNull)
                    .forEach(builds::add);
        }
        return builds.stream()
                .flatMap(TestFilters::plugins)
                .filter(plugin -> TEST_PLUGINS.contains(plugin.getArtifactId()))
                .flatMap(plugin -> Stream.concat(
                        Stream.of(String.valueOf(plugin.getConfiguration())),
                        plugin.getExecutions().stream()
                                .map(PluginExecution::getConfiguration)
                                .map(String::valueOf)))
                .collect(Collectors.joining("\n"));
    }

    private static Stream<Plugin> plugins(BuildBase build) {
        @Nullable PluginManagement managed = build.getPluginManagement();
        return Stream.concat(
                build.getPlugins().stream(), managed == null ? Stream.empty() : managed.getPlugins().stream());
    }
}

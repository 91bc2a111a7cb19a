package io.github.recorder.mojo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Activation;
import org.apache.maven.model.ActivationFile;
import org.apache.maven.model.BuildBase;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginManagement;
import org.apache.maven.model.Profile;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Finds the settings of one build that may keep tests from running, from any source: the command line and {@code .mvn},
 * {@code MAVEN_OPTS}, profiles, the environment, and properties of test engines. A filter that the pom sets for every
 * build is not one of them.
 */
final class TestFilters {

    /** Names of properties that select tests, of Surefire, Failsafe and test engines. */
    private static final Pattern SELECTION = Pattern.compile("test|it\\.test|groups|excludedGroups|skipTests|skipITs"
            + "|maven\\.test\\.skip(\\.exec)?|(surefire|failsafe)\\.(skip|includes|excludes|includesFile|excludesFile"
            + "|suiteXmlFiles|includeJUnit5Engines|excludeJUnit5Engines|skipTests)"
            + "|cucumber\\.(features|options|filter\\..*)|kotest\\.(filter|tags|framework)\\b.*|jqwik\\..*"
            + "|junit\\.jupiter\\.conditions\\..*|junit\\.platform\\.discovery\\..*|spock\\.configuration");

    /** Properties whose text may contain other properties, such as the arguments of a test JVM. */
    private static final Pattern IN_TEXT =
            Pattern.compile("(?<![\\w.])(cucumber\\.(features|filter\\.\\w+)|kotest\\.(filter|tags)[\\w.]*"
                    + "|junit\\.jupiter\\.conditions[\\w.]*|spock\\.configuration)(?=\\s*[=:])");

    /** Parameters of the test plugins that select tests. */
    private static final String PARAMETERS = "test|groups|excludedGroups|includes|excludes|includesFile|excludesFile"
            + "|suiteXmlFiles|includeJUnit5Engines|excludeJUnit5Engines|skip\\w*";

    /** Parameters of a profile that select tests, or that tests can read. */
    private static final Pattern PARAMETER = Pattern.compile(
            "<(" + PARAMETERS + "|argLine|systemPropert\\w*|environmentVariables|configurationParameters)>");

    private static final Pattern PARAMETER_OF_ENVIRONMENT =
            Pattern.compile("<(?:" + PARAMETERS + ")>[^<]*\\$\\{env\\.([^}]+)}");

    /** Properties that the test plugins take without any mention in the pom. */
    private static final Pattern TEST_JVM = Pattern.compile("argLine|jvm|(surefire|failsafe)\\..*");

    /**
     * Properties of the command line that concern Maven, other plugins, an IDE or this plugin. The test plugins give
     * all properties of the command line to the tests.
     */
    private static final Pattern READ_BY_NO_TEST = Pattern.compile("(recorder|maven|jansi|idea|org\\.slf4j)\\..*"
            + "|style\\.color|revision|sha1|changelist|trimStackTrace"
            + "|(checkstyle|cpd|enforcer|gpg|jacoco|pmd|spotbugs|spotless\\.(apply|check))\\.skip");

    /** Properties that every JVM has. */
    private static final Pattern OF_EVERY_JVM =
            Pattern.compile("(java|os|user|file|path|line|sun|jdk|native|env|maven)\\..*|basedir");

    private static final String SUREFIRE = "maven-surefire-plugin";
    private static final Set<String> TEST_PLUGINS = Set.of(SUREFIRE, "maven-failsafe-plugin");
    private static final List<String> ENGINE_FILES = List.of("junit-platform.properties", "cucumber.properties");

    private final MavenSession session;
    private final MavenProject project;
    private final List<Model> models = new ArrayList<>();
    private final String configurations;
    private final Set<String> found = new TreeSet<>();

    private TestFilters(MavenSession session, MavenProject project) {
        this.session = session;
        this.project = project;
        for (MavenProject each = project; each != null; each = each.getParent()) {
            @Nullable Model written = each.getOriginalModel();
            // A project that Maven creates has no pom of its own.
            models.add(written == null ? each.getModel() : written);
        }
        this.configurations = Stream.concat(
                        models.stream().map(Model::getBuild),
                        models.stream()
                                .flatMap(model -> model.getProfiles().stream())
                                .map(Profile::getBuild))
                .flatMap(TestFilters::testPlugins)
                .map(TestFilters::configuration)
                .collect(Collectors.joining("\n"));
    }

    /**
     * Returns the filters of a build, each as the user wrote it. Values are included only for properties that select
     * tests, because others may be secret.
     *
     * @param root the root of the whole build
     * @param recordings the recordings directory of the project
     */
    static List<String> of(MavenSession session, MavenProject project, Path root, Path recordings) throws IOException {
        TestFilters filters = new TestFilters(session, project);
        filters.addCommandLine(root);
        filters.add(
                "-D",
                session.getSystemProperties(),
                name -> !OF_EVERY_JVM.matcher(name).matches() && filters.isConfigured(name));
        for (MavenProject each = project; each != null; each = each.getParent()) {
            each.getActiveProfiles().stream().filter(filters::isChosen).forEach(filters::add);
        }
        filters.addEnvironment(System.getenv());
        filters.addEngineFiles();
        filters.addModules(root);
        if (!recordings.startsWith(BuildModules.basedir(project))) {
            filters.addModulesOfProfiles();
        }
        return List.copyOf(filters.found);
    }

    /**
     * Returns whether a profile was chosen for this build or this machine. A profile of the pom that is active by
     * default counts as part of the pom.
     */
    private boolean isChosen(Profile profile) {
        @Nullable Activation activation = profile.getActivation();
        return session.getRequest().getActiveProfiles().contains(profile.getId())
                || !Profile.SOURCE_POM.equals(profile.getSource())
                || (activation != null && (activation.getProperty() != null || isOutside(activation.getFile())));
    }

    /** Returns whether a profile depends on a file outside the project, which other machines may not have. */
    private boolean isOutside(@Nullable ActivationFile file) {
        return file != null
                && Stream.of(file.getExists(), file.getMissing())
                        .filter(Objects::nonNull)
                        .anyMatch(path -> path.contains("${user.home}")
                                || path.contains("${env.")
                                || (new File(path).isAbsolute()
                                        && !path.startsWith(project.getBasedir().getPath())));
    }

    private boolean isConfigured(String property) {
        return configurations.contains("${" + property + "}");
    }

    /** Adds the properties of the command line, except those that {@code .mvn/maven.config} sets for every build. */
    private void addCommandLine(Path root) throws IOException {
        Properties properties = session.getUserProperties();
        add("-D", properties, this::isConfigured);
        Path file = root.resolve(".mvn/maven.config");
        List<String> usual =
                Files.isRegularFile(file) ? List.of(Files.readString(file).split("\\s+")) : List.of();
        Set<String> readable = new TreeSet<>();
        properties.stringPropertyNames().stream()
                .filter(name -> !usual.contains("-D" + name + "=" + properties.getProperty(name))
                        && !usual.contains("-D" + name)
                        && !SELECTION.matcher(name).matches()
                        && !READ_BY_NO_TEST.matcher(name).matches()
                        && !isConfigured(name))
                .forEach(name -> readable.add("-D" + name));
        if (!readable.isEmpty()) {
            found.add(
                    "settings that tests can read and .mvn/maven.config does not have: " + String.join(", ", readable));
        }
    }

    /** Adds a profile's settings of test plugins, except of a plugin that runs no tests without the profile. */
    private void add(Profile profile) {
        boolean named = session.getRequest().getActiveProfiles().contains(profile.getId());
        String prefix = (named ? "-P" : "the profile ") + profile.getId() + " with ";
        add(prefix, profile.getProperties(), name -> TEST_JVM.matcher(name).matches() || isConfigured(name));
        Set<String> runningWithoutIt = models.stream()
                .map(Model::getBuild)
                .flatMap(TestFilters::testPlugins)
                .filter(plugin -> !plugin.getExecutions().isEmpty())
                .map(Plugin::getArtifactId)
                .collect(Collectors.toSet());
        testPlugins(profile.getBuild())
                .filter(plugin -> plugin.getExecutions().isEmpty()
                        || plugin.getArtifactId().equals(SUREFIRE)
                        || runningWithoutIt.contains(plugin.getArtifactId()))
                .flatMap(plugin -> PARAMETER.matcher(configuration(plugin)).results())
                .forEach(parameter -> found.add(prefix + parameter.group()));
    }

    /**
     * Adds properties that may keep tests from running.
     *
     * @param reachesTests whether tests, or the plugins that run them, can read a property
     */
    private void add(String prefix, Properties properties, Predicate<String> reachesTests) {
        for (String name : properties.stringPropertyNames()) {
            String value = properties.getProperty(name, "");
            Matcher inText = IN_TEXT.matcher(value);
            boolean off = value.equals("false") && name.toLowerCase(Locale.ROOT).contains("skip");
            if (SELECTION.matcher(name).matches()) {
                if (!off) {
                    found.add(prefix + name + (value.isEmpty() ? "" : "=" + value));
                }
            } else if (inText.find()) {
                found.add(prefix + name + ", which has " + inText.group(1));
            } else if (!off && reachesTests.test(name)) {
                found.add(prefix + name);
            }
        }
    }

    private void addEnvironment(Map<String, String> environment) {
        Set<String> used = PARAMETER_OF_ENVIRONMENT
                .matcher(configurations)
                .results()
                .map(parameter -> parameter.group(1))
                .collect(Collectors.toSet());
        environment.forEach((name, value) -> {
            String property = name.toLowerCase(Locale.ROOT).replace('_', '.');
            if (used.contains(name)
                    || (name.contains("_") && SELECTION.matcher(property).matches())) {
                found.add(name + "=" + value);
            }
        });
    }

    /** Engines read these files from the class path, and do not report which tests they leave out. */
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

    /** Adds profiles with modules that have tests, that this build leaves out, and that may share a directory. */
    private void addModulesOfProfiles() throws IOException {
        Set<Path> known = new HashSet<>();
        for (MavenProject each : session.getAllProjects()) {
            known.add(BuildModules.basedir(each));
        }
        for (MavenProject each : session.getAllProjects()) {
            @Nullable Model written = each.getOriginalModel();
            for (Profile profile : written == null ? List.<Profile>of() : written.getProfiles()) {
                for (String module : profile.getModules()) {
                    Path directory = BuildModules.basedir(each).resolve(module).normalize();
                    if (!known.contains(directory) && Files.isDirectory(directory.resolve("src/test"))) {
                        found.add("the profile " + profile.getId() + ", which is not active and has the module "
                                + module);
                    }
                }
            }
        }
    }

    /** Returns the test plugins of a build as the pom declares them, with unevaluated expressions. */
    private static Stream<Plugin> testPlugins(@Nullable BuildBase build) {
        if (build == null) {
            return Stream.empty();
        }
        @Nullable PluginManagement managed = build.getPluginManagement();
        return Stream.concat(
                        build.getPlugins().stream(), managed == null ? Stream.empty() : managed.getPlugins().stream())
                .filter(plugin -> TEST_PLUGINS.contains(plugin.getArtifactId()));
    }

    private static String configuration(Plugin plugin) {
        return Stream.concat(Stream.of(plugin), plugin.getExecutions().stream())
                .map(ConfigurationContainer::getConfiguration)
                .map(String::valueOf)
                .collect(Collectors.joining("\n"));
    }
}

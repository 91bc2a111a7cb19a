package io.github.recorder.mojo;

import io.github.recorder.ledger.FilterReach;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Activation;
import org.apache.maven.model.ActivationFile;
import org.apache.maven.model.ActivationProperty;
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
     * Properties of the command line that concern this plugin, an IDE, or a part of Maven or of another plugin that no
     * test depends on. The test plugins give all properties of the command line to the tests.
     */
    private static final Pattern READ_BY_NO_TEST = Pattern.compile("recorder\\..*"
            + "|(jansi|idea|org\\.slf4j\\.simpleLogger|aether|maven\\.(repo|wagon|resolver))\\..*"
            + "|maven\\.(home|conf|multiModuleProjectDirectory|ext\\.class\\.path|artifact\\.threads"
            + "|plugin\\.validation|test\\.(failure\\.ignore|redirectTestOutputToFile))"
            + "|maven\\.javadoc\\.failOn(Error|Warnings)|style\\.color|revision|sha1|changelist|trimStackTrace"
            + "|(maven\\.(deploy|install|javadoc|site|site\\.deploy|source)|checkstyle|cpd|enforcer|gpg|jacoco|pmd"
            + "|spotbugs|spotless\\.(apply|check))\\.skip"
            + "|file\\.encoding|java\\.(awt\\.headless|security\\.egd|net\\.preferIPv(4Stack|6Addresses))");

    /** Properties with which Maven may leave classes or resources as an earlier build made them, or use others. */
    private static final Pattern OTHER_CLASSES = Pattern.compile(
            "maven\\.((main|resources|clean)\\.skip|compiler\\.(failOnError|useIncrementalCompilation|skip\\w*)"
                    + "|test\\.(additionalClasspath|dependency\\.excludes)|build\\.cache\\..*)");

    /** Variables of the environment whose options each JVM takes, those that run tests included. */
    private static final List<String> JVM_VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final Pattern JVM_OPTION = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");

    /** The profiles of {@code .mvn/maven.config}. */
    private static final Pattern USUAL_PROFILES =
            Pattern.compile("(?m)(?:^|\\s)(?:-P|--activate-profiles(?==|\\s)=?)\\s*(\\S+)");

    /** Properties that select tests as the parameters of the test plugins do. */
    private static final Pattern FROM_PLUGIN =
            Pattern.compile("(surefire|failsafe)\\.\\w+|it\\.test|maven\\.test\\.skip(\\.exec)?");

    /** Properties that every JVM has. */
    private static final Pattern OF_EVERY_JVM =
            Pattern.compile("(java|os|user|file|path|line|sun|jdk|native|env|maven)\\..*|basedir");

    private static final String ENVIRONMENT = "env.";
    private static final String SUREFIRE = "maven-surefire-plugin";
    private static final Set<String> TEST_PLUGINS = Set.of(SUREFIRE, "maven-failsafe-plugin");
    private static final List<String> ENGINE_FILES = List.of("junit-platform.properties", "cucumber.properties");

    private final MavenSession session;
    private final MavenProject project;
    private final List<Model> models = new ArrayList<>();
    private final String configurations;
    private final String mavenConfig;
    private final Set<String> found = new TreeSet<>();
    private FilterReach reach = FilterReach.NOTHING;

    private TestFilters(MavenSession session, MavenProject project, Path root) throws IOException {
        this.session = session;
        this.project = project;
        Path file = root.resolve(".mvn/maven.config");
        this.mavenConfig = Files.isRegularFile(file) ? Files.readString(file) : "";
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
     * Finds the filters of a build.
     *
     * @param root the root of the whole build
     * @param recordings the recordings directory of the project
     */
    static TestFilters of(MavenSession session, MavenProject project, Path root, Path recordings) throws IOException {
        TestFilters filters = new TestFilters(session, project, root);
        filters.addCommandLine();
        filters.addSystemProperties();
        for (MavenProject each = project; each != null; each = each.getParent()) {
            each.getActiveProfiles().stream().filter(filters::isChosen).forEach(filters::add);
        }
        filters.addInactiveProfiles();
        filters.addEnvironment();
        filters.addEngineFiles();
        filters.addModules(root);
        if (!recordings.startsWith(BuildModules.basedir(project))) {
            filters.addModulesOfProfiles();
        }
        return filters;
    }

    /**
     * Returns the filters, each as the user wrote it. Values are included only for properties that select tests,
     * because others may be secret.
     */
    List<String> texts() {
        return List.copyOf(found);
    }

    /** Returns the smallest part of the tests that the filters may leave out together. */
    FilterReach reach() {
        return reach;
    }

    private void add(String text, FilterReach itsReach) {
        found.add(text);
        reach = reach.and(itsReach);
    }

    /**
     * Returns whether a profile was chosen for this build or this machine. A profile of the pom that is active by
     * default counts as part of the pom.
     */
    private boolean isChosen(Profile profile) {
        @Nullable Activation activation = profile.getActivation();
        return session.getRequest().getActiveProfiles().contains(profile.getId())
                || !Profile.SOURCE_POM.equals(profile.getSource())
                || (activation != null && (isGiven(activation.getProperty()) || isOutside(activation.getFile())));
    }

    /** Returns whether a profile is active because a property is set, and not because it is not. */
    private boolean isGiven(@Nullable ActivationProperty property) {
        if (property == null) {
            return false;
        }
        String name = propertyName(property);
        return name.startsWith(ENVIRONMENT)
                || session.getUserProperties().containsKey(name)
                || session.getSystemProperties().containsKey(name);
    }

    private static String propertyName(ActivationProperty property) {
        return property.getName().replaceFirst("^!", "");
    }

    private static boolean isNegated(@Nullable ActivationProperty property) {
        return property != null
                && (property.getName().startsWith("!")
                        || String.valueOf(property.getValue()).startsWith("!"));
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
    private void addCommandLine() {
        Properties properties = session.getUserProperties();
        add("-D", properties, name -> OTHER_CLASSES.matcher(name).matches() || isConfigured(name));
        addReadable(
                "settings that tests can read and .mvn/maven.config does not have: ",
                readable(
                        properties,
                        name -> isUsual(name) || OTHER_CLASSES.matcher(name).matches() || isConfigured(name)));
    }

    /**
     * Returns the properties that tests can read and may depend on, as options.
     *
     * @param other whether a property, by its name, is no setting of tests or a filter of its own
     */
    private static Stream<String> readable(Properties properties, Predicate<String> other) {
        return properties.stringPropertyNames().stream()
                .filter(name -> !SELECTION.matcher(name).matches()
                        && !READ_BY_NO_TEST.matcher(name).matches()
                        && !other.test(name))
                .map(name -> "-D" + name);
    }

    private void addReadable(String title, Stream<String> settings) {
        String sorted = settings.distinct().sorted().collect(Collectors.joining(", "));
        if (!sorted.isEmpty()) {
            add(title + sorted, FilterReach.ANYTHING);
        }
    }

    /** Returns whether {@code .mvn/maven.config} sets a property of the command line as this build has it. */
    private boolean isUsual(String property) {
        List<String> usual = List.of(mavenConfig.split("\\s+"));
        return usual.contains("-D" + property)
                || usual.contains(
                        "-D" + property + "=" + session.getUserProperties().getProperty(property));
    }

    /** Adds the properties of {@code MAVEN_OPTS}, which plugins can read and tests cannot. */
    private void addSystemProperties() {
        Properties properties = new Properties();
        properties.putAll(session.getSystemProperties());
        // Maven's own JVM has these too, and a text of theirs says where they are from.
        properties.keySet().removeAll(session.getUserProperties().keySet());
        JVM_VARIABLES.forEach(
                name -> properties.keySet().removeAll(jvmProperties(name).keySet()));
        add(
                "-D",
                properties,
                name -> OTHER_CLASSES.matcher(name).matches()
                        || (!OF_EVERY_JVM.matcher(name).matches() && changesTests(name)));
    }

    /** Returns whether a property of the build may change which tests run, or what is in their JVM. */
    private boolean changesTests(String property) {
        return TEST_JVM.matcher(property).matches()
                || OTHER_CLASSES.matcher(property).matches()
                || isConfigured(property);
    }

    /** Adds the profiles that a build with no {@code -P} and {@code -D} would have, and that this build leaves out. */
    private void addInactiveProfiles() {
        MavenExecutionRequest request = session.getRequest();
        Set<String> usual = USUAL_PROFILES
                .matcher(mavenConfig)
                .results()
                .flatMap(option -> Stream.of(option.group(1).split(",")))
                .collect(Collectors.toSet());
        Set<String> refused = request.getInactiveProfiles().stream()
                .filter(id -> !usual.contains("!" + id) && !usual.contains("-" + id))
                .collect(Collectors.toSet());
        request.getProfiles().stream()
                .filter(profile -> refused.contains(profile.getId()) && hasSettings(profile))
                .forEach(profile -> add("-P!" + profile.getId(), FilterReach.ANYTHING));
        for (MavenProject module : session.getAllProjects()) {
            for (MavenProject each = module; each != null; each = each.getParent()) {
                addInactiveProfiles(each, refused, usual);
            }
        }
    }

    /** Adds the profiles of one pom that are left out. */
    private void addInactiveProfiles(MavenProject of, Set<String> refused, Set<String> usual) {
        Map<String, Profile> active =
                of.getActiveProfiles().stream().collect(Collectors.toMap(Profile::getId, each -> each, (a, b) -> b));
        @Nullable Model written = of.getOriginalModel();
        List<Profile> profiles = written == null ? List.of() : written.getProfiles();
        List<Profile> instead = profiles.stream()
                .filter(each -> active.containsKey(each.getId()))
                .toList();
        for (Profile profile : profiles) {
            @Nullable Activation activation = profile.getActivation();
            String id = profile.getId();
            if (active.containsKey(id) || !hasSettings(profile)) {
                continue;
            }
            if (refused.contains(id)) {
                if (activation != null
                        || session.getRequest().getActiveProfiles().contains(id)) {
                    add("-P!" + id, FilterReach.ANYTHING);
                }
            } else if (activation != null && isNegated(activation.getProperty())) {
                String property = propertyName(activation.getProperty());
                if (isGiven(activation.getProperty()) && !property.startsWith(ENVIRONMENT) && !isUsual(property)) {
                    add("-D" + property + ", which leaves out the profile " + id, FilterReach.ANYTHING);
                }
            }
            if (activation != null
                    && activation.isActiveByDefault()
                    && !refused.contains(id)
                    && instead.stream().allMatch(each -> isChosen(each) && !usual.contains(each.getId()))) {
                instead.forEach(each -> add(name(each) + ", which leaves out the profile " + id, FilterReach.ANYTHING));
            }
        }
    }

    /** Returns whether a profile may change anything in a build but where artifacts come from and go to. */
    private static boolean hasSettings(Profile profile) {
        return profile.getBuild() != null
                || profile.getDependencyManagement() != null
                || !profile.getProperties().isEmpty()
                || !profile.getDependencies().isEmpty()
                || !profile.getModules().isEmpty();
    }

    /** Returns a profile as the user named it. */
    private String name(Profile profile) {
        boolean named = session.getRequest().getActiveProfiles().contains(profile.getId());
        return (named ? "-P" : "the profile ") + profile.getId();
    }

    /** Adds a profile's settings of test plugins, except of a plugin that runs no tests without the profile. */
    private void add(Profile profile) {
        String prefix = name(profile) + " with ";
        add(prefix, profile.getProperties(), this::changesTests);
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
                .map(TestFilters::configuration)
                .forEach(configuration -> PARAMETER
                        .matcher(configuration)
                        .results()
                        .forEach(parameter -> add(
                                prefix + parameter.group(),
                                reachOf(parameter.group(1)).and(FilterReach.ofSelection(configuration)))));
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
                    add(prefix + name + (value.isEmpty() ? "" : "=" + value), reachOf(name, value));
                }
            } else if (inText.find()) {
                add(prefix + name + ", which has " + inText.group(1), FilterReach.ANYTHING);
            } else if (!off && reachesTests.test(name)) {
                add(prefix + name, FilterReach.ANYTHING);
            }
        }
    }

    /** Returns the reach of a property that selects tests, with its value. */
    private FilterReach reachOf(String name, String value) {
        String parameter = name.substring(name.lastIndexOf('.') + 1);
        if (!name.equals(parameter) && !FROM_PLUGIN.matcher(name).matches()) {
            return FilterReach.ANYTHING;
        }
        if (parameter.endsWith("cludesFile")) {
            try {
                return FilterReach.ofSelection(
                        Files.readString(project.getBasedir().toPath().resolve(value)));
            } catch (IOException | InvalidPathException unknown) {
                return FilterReach.ANYTHING;
            }
        }
        return reachOf(parameter).and(FilterReach.ofSelection(value));
    }

    /** Returns the reach of a parameter of the test plugins at least. */
    private static FilterReach reachOf(String parameter) {
        return switch (parameter) {
            case "test", "includes", "excludes", "exec" -> FilterReach.CLASSES;
            case "groups", "excludedGroups" -> FilterReach.METHODS;
            default -> parameter.startsWith("skip") ? FilterReach.CLASSES : FilterReach.ANYTHING;
        };
    }

    private void addEnvironment() {
        Set<String> used = PARAMETER_OF_ENVIRONMENT
                .matcher(configurations)
                .results()
                .map(parameter -> parameter.group(1))
                .collect(Collectors.toSet());
        Properties properties = session.getSystemProperties();
        for (String key : properties.stringPropertyNames()) {
            String name = key.substring(key.startsWith(ENVIRONMENT) ? ENVIRONMENT.length() : 0);
            String property = name.toLowerCase(Locale.ROOT).replace('_', '.');
            if (key.startsWith(ENVIRONMENT)
                    && (used.contains(name)
                            || (name.contains("_")
                                    && SELECTION.matcher(property).matches()))) {
                add(name + "=" + properties.getProperty(key), FilterReach.ANYTHING);
            }
        }
        JVM_VARIABLES.forEach(this::addJvmOptions);
    }

    /** Adds the properties that a variable of the environment sets in all JVMs. */
    private void addJvmOptions(String variable) {
        Properties properties = jvmProperties(variable);
        add(variable + "=-D", properties, this::changesTests);
        addReadable(
                "settings of " + variable + " that tests can read: ",
                Stream.concat(
                        readable(properties, this::changesTests),
                        jvmOptions(variable)
                                .filter(option -> option.startsWith("@") || option.startsWith("-XX:VMOptionsFile="))));
    }

    private Properties jvmProperties(String variable) {
        Properties properties = new Properties();
        jvmOptions(variable).filter(option -> option.startsWith("-D")).forEach(option -> {
            int equals = option.indexOf('=');
            properties.setProperty(
                    option.substring(2, equals < 0 ? option.length() : equals),
                    equals < 0 ? "" : option.substring(equals + 1));
        });
        return properties;
    }

    private Stream<String> jvmOptions(String variable) {
        return JVM_OPTION
                .matcher(session.getSystemProperties().getProperty(ENVIRONMENT + variable, ""))
                .results()
                .map(option -> option.group().replaceAll("[\"']", ""));
    }

    /** Engines read these files from the class path, and do not report which tests they leave out. */
    private void addEngineFiles() throws IOException {
        for (String name : ENGINE_FILES) {
            Path file = Path.of(project.getBuild().getTestOutputDirectory()).resolve(name);
            if (Files.isRegularFile(file)) {
                IN_TEXT.matcher(Files.readString(file))
                        .results()
                        .forEach(property -> add(property.group(1) + " in " + name, FilterReach.ANYTHING));
            }
        }
    }

    private void addModules(Path root) throws IOException {
        @Nullable String directory = session.getExecutionRootDirectory();
        Path started = directory == null ? root : Path.of(directory).toRealPath();
        if (!started.equals(root)) {
            add("the start of Maven in " + root.relativize(started) + " instead of " + root, FilterReach.CLASSES);
        }
        if (session.getProjects().size() < session.getAllProjects().size()) {
            add(
                    "-pl "
                            + session.getProjects().stream()
                                    .map(each -> ":" + each.getArtifactId())
                                    .collect(Collectors.joining(",")),
                    FilterReach.CLASSES);
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
                        add(
                                "the profile " + profile.getId() + ", which is not active and has the module " + module,
                                FilterReach.ANYTHING);
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

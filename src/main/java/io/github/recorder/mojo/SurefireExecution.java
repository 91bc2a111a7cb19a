package io.github.recorder.mojo;

import io.github.recorder.ledger.DeclaredExecution;
import io.github.recorder.ledger.LedgerEvent;
import io.github.recorder.ledger.RecordingFingerprint;
import io.github.recorder.lifecycle.TestJvmSetup;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * One execution of Failsafe's {@code integration-test} or Surefire's {@code test}, prepared so that its forked JVMs
 * find the server. The user's own settings are never overridden.
 *
 * <p>The settings reach those JVMs in two ways. The listener jar joins the project's artifacts, and so the test class
 * path, while the execution lasts; in the JVM it sets the system properties that clients read. Environment variables,
 * and the properties that name the server, are added to the execution's own configuration.
 */
final class SurefireExecution {

    private static final String SUREFIRE_GROUP = "org.apache.maven.plugins";

    private static final List<String> ALL = List.of("**");

    /** The classes that each test plugin runs if the pom does not say. */
    private static final Map<String, List<String>> USUAL_INCLUDES = Map.of(
            "maven-surefire-plugin",
            List.of("**/Test*.java", "**/*Test.java", "**/*Tests.java", "**/*TestCase.java"),
            "maven-failsafe-plugin",
            List.of("**/IT*.java", "**/*IT.java", "**/*ITCase.java"));

    private final MavenProject project;
    private final MojoExecution execution;
    private final Set<Artifact> artifacts;

    private SurefireExecution(MavenProject project, MojoExecution execution) {
        this.project = project;
        this.execution = execution;
        this.artifacts = project.getArtifacts();
    }

    /** Returns whether an execution runs tests. */
    static boolean runsTests(MojoExecution execution) {
        String goal = execution.getArtifactId() + ":" + execution.getGoal();
        return SUREFIRE_GROUP.equals(execution.getGroupId())
                && (goal.equals("maven-failsafe-plugin:integration-test") || goal.equals("maven-surefire-plugin:test"));
    }

    /**
     * The phases of the default life cycle from the first in which tests can run. A phase that Maven 4 renamed has its
     * name from Maven 3.
     */
    private static final List<String> PHASES = List.of(
            "process-test-classes",
            "test",
            "prepare-package",
            "package",
            "pre-integration-test",
            "integration-test",
            "post-integration-test",
            "verify",
            "install",
            "deploy");

    /**
     * Returns the executions that run tests in a phase or later, as the effective pom declares them, with names in the
     * form of {@link #name}.
     *
     * @param phase null for all
     */
    static List<DeclaredExecution> declared(MavenProject project, @Nullable String phase) {
        List<DeclaredExecution> declared = new ArrayList<>();
        for (Plugin plugin : project.getBuildPlugins()) {
            for (PluginExecution execution : plugin.getExecutions()) {
                for (String goal : execution.getGoals()) {
                    String usual = usualPhase(plugin, goal);
                    String bound = execution.getPhase() == null ? usual : execution.getPhase();
                    if (usual != null && bound != null && !bound.equals("none") && index(bound) >= index(phase)) {
                        declared.add(new DeclaredExecution(
                                name(plugin.getArtifactId(), goal, execution.getId()),
                                includes(project, plugin.getArtifactId(), execution),
                                patterns(project, plugin.getArtifactId(), execution, "excludes")));
                    }
                }
            }
        }
        return declared;
    }

    /** Returns the patterns of the classes that an execution includes; a pattern of all if they are not in the pom. */
    private static List<String> includes(MavenProject project, String plugin, PluginExecution execution) {
        Xpp3Dom configuration = execution.getConfiguration() instanceof Xpp3Dom given ? given : new Xpp3Dom("none");
        String prefix = shortName(plugin);
        boolean elsewhere = Stream.of("test", "includesFile", "suiteXmlFiles")
                        .anyMatch(name -> configuration.getChild(name) != null)
                || Stream.of("test", "it.test", prefix + ".includesFile", prefix + ".suiteXmlFiles")
                        .anyMatch(project.getProperties()::containsKey);
        if (elsewhere) {
            return ALL;
        }
        List<String> includes = patterns(project, plugin, execution, "includes");
        return includes.isEmpty() ? USUAL_INCLUDES.getOrDefault(plugin, ALL) : includes;
    }

    private static List<String> patterns(
            MavenProject project, String plugin, PluginExecution execution, String parameter) {
        Xpp3Dom configuration = execution.getConfiguration() instanceof Xpp3Dom given ? given : new Xpp3Dom("none");
        Xpp3Dom patterns = configuration.getChild(parameter);
        if (patterns == null) {
            String property = project.getProperties().getProperty(shortName(plugin) + "." + parameter);
            return property == null ? List.of() : List.of(property);
        }
        return Stream.concat(Stream.of(patterns), Stream.of(patterns.getChildren()))
                .map(Xpp3Dom::getValue)
                .filter(text -> text != null && !text.isBlank())
                .toList();
    }

    /** Returns the default phase of a goal; null for a goal that runs no tests. */
    private static @Nullable String usualPhase(Plugin plugin, String goal) {
        if (!SUREFIRE_GROUP.equals(plugin.getGroupId())) {
            return null;
        }
        return switch (plugin.getArtifactId() + ":" + goal) {
            case "maven-surefire-plugin:test" -> "test";
            case "maven-failsafe-plugin:integration-test" -> "integration-test";
            default -> null;
        };
    }

    private static int index(@Nullable String phase) {
        if (phase == null) {
            return -1;
        }
        return PHASES.indexOf(phase.replace("before:", "pre-").replace("after:", "post-"));
    }

    /** Returns an execution as ledgers name it, for instance {@code failsafe:integration-test@default}. */
    static String name(MojoExecution execution) {
        return name(execution.getArtifactId(), execution.getGoal(), execution.getExecutionId());
    }

    private static String name(String artifact, String goal, String id) {
        return shortName(artifact) + ":" + goal + "@" + id;
    }

    private static String shortName(String artifact) {
        return artifact.replaceFirst("^maven-(.*)-plugin$", "$1");
    }

    /**
     * Returns an execution that is about to start in the form of the ledger.
     *
     * @throws IOException if a jar on its class path cannot be read
     */
    static LedgerEvent.Execution ledgerEvent(MavenSession session, MavenProject project, MojoExecution execution)
            throws IOException {
        Xpp3Dom given = execution.getConfiguration();
        Xpp3Dom configuration = given == null ? new Xpp3Dom("configuration") : given;
        MavenSession ofProject = session.clone();
        ofProject.setCurrentProject(project);
        PluginParameterExpressionEvaluator evaluator = new PluginParameterExpressionEvaluator(ofProject, execution);
        boolean skipped = Stream.of("skip", "skipTests", "skipITs", "skipExec")
                .map(configuration::getChild)
                .filter(Objects::nonNull)
                .anyMatch(skip -> isTrue(evaluator, skip));
        boolean scans = configuration.getChild("dependenciesToScan") != null
                && configuration.getChild("dependenciesToScan").getChildCount() > 0;
        Map<String, String> snapshots = new TreeMap<>();
        List<String> scanned = new ArrayList<>();
        for (Artifact artifact : project.getArtifacts()) {
            @Nullable File file = artifact.getFile();
            if (file != null && scans) {
                scanned.add(file.getPath());
            }
            if (file != null && file.isFile() && artifact.isSnapshot()) {
                snapshots.put(
                        file.getPath(),
                        RecordingFingerprint.of(file.toPath().toRealPath()).sha256());
            }
        }
        return new LedgerEvent.Execution(name(execution), skipped, snapshots, scanned);
    }

    private static boolean isTrue(PluginParameterExpressionEvaluator evaluator, Xpp3Dom parameter) {
        for (String text : Arrays.asList(parameter.getValue(), parameter.getAttribute("default-value"))) {
            try {
                Object value = text == null ? null : evaluator.evaluate(text);
                if (value != null) {
                    return Boolean.parseBoolean(value.toString());
                }
            } catch (ExpressionEvaluationException unknown) {
                return true; // The set of jars is unknown, so the run proves nothing.
            }
        }
        return false;
    }

    /**
     * Prepares an execution that is about to start, after Maven resolved its dependencies and before it reads its
     * configuration.
     *
     * @param environment the variables of Maven's own process, which the forks inherit
     */
    static SurefireExecution prepare(
            MavenProject project, MojoExecution execution, TestJvmSetup setup, Map<String, String> environment) {
        SurefireExecution prepared = new SurefireExecution(project, execution);
        prepared.configure(setup, environment);
        prepared.joinClassPath(setup);
        return prepared;
    }

    /** Returns whether this is the execution. */
    boolean isOf(MojoExecution other) {
        return execution == other;
    }

    /** Restores the project's own artifacts. */
    void restore() {
        project.setArtifacts(artifacts);
    }

    private void configure(TestJvmSetup setup, Map<String, String> environment) {
        Xpp3Dom given = execution.getConfiguration();
        // A copy, because the original may belong to the plugin's model, which other executions share.
        Xpp3Dom configuration = given == null ? new Xpp3Dom("configuration") : new Xpp3Dom(given);
        Set<String> own = ownVariables(configuration);
        Map<String, String> properties = new LinkedHashMap<>(setup.properties());
        if (!own.isEmpty()) {
            properties.put(TestJvmSetup.OWN_VARIABLES, String.join(",", own));
        }
        putMissing(configuration, "systemPropertyVariables", properties);
        putMissing(
                configuration,
                "environmentVariables",
                setup.variables(own::contains, name -> isGiven(environment.get(name))));
        if (isJUnit4Alone()) {
            addListener(configuration, setup.junit4Listener());
        }
        execution.setConfiguration(configuration);
    }

    /** Returns the names of the variables that the project itself sets in its test JVMs. */
    private static Set<String> ownVariables(Xpp3Dom configuration) {
        Set<String> names = new LinkedHashSet<>();
        Xpp3Dom variables = configuration.getChild("environmentVariables");
        if (variables != null) {
            for (Xpp3Dom variable : variables.getChildren()) {
                names.add(variable.getName());
            }
        }
        return names;
    }

    /** A CI passes a missing secret as an empty variable. */
    private static boolean isGiven(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    private static void putMissing(Xpp3Dom configuration, String parameter, Map<String, String> values) {
        if (values.isEmpty()) {
            return;
        }
        Xpp3Dom map = childOf(configuration, parameter);
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (map.getChild(value.getKey()) == null) {
                childOf(map, value.getKey()).setValue(value.getValue());
            }
        }
    }

    private static Xpp3Dom childOf(Xpp3Dom parent, String name) {
        Xpp3Dom child = parent.getChild(name);
        if (child == null) {
            child = new Xpp3Dom(name);
            parent.addChild(child);
        }
        return child;
    }

    /** JUnit 4's own provider knows a listener only by name; the JUnit Platform and TestNG find theirs in the jar. */
    private boolean isJUnit4Alone() {
        boolean junit4 = false;
        for (Artifact artifact : artifacts) {
            String group = artifact.getGroupId();
            if (group.equals("org.testng") || group.startsWith("org.junit.")) {
                return false;
            }
            junit4 |= group.equals("junit");
        }
        return junit4;
    }

    /**
     * Surefire's {@code properties} parameter is a list of names and values; {@code listener} holds class names
     * separated by commas.
     */
    private static void addListener(Xpp3Dom configuration, String listener) {
        Xpp3Dom properties = childOf(configuration, "properties");
        for (Xpp3Dom property : properties.getChildren("property")) {
            Xpp3Dom name = property.getChild("name");
            Xpp3Dom value = property.getChild("value");
            if (name != null && "listener".equals(name.getValue()) && value != null) {
                value.setValue(value.getValue() + "," + listener);
                return;
            }
        }
        Xpp3Dom property = new Xpp3Dom("property");
        childOf(property, "name").setValue("listener");
        childOf(property, "value").setValue(listener);
        properties.addChild(property);
    }

    private void joinClassPath(TestJvmSetup setup) {
        DefaultArtifactHandler handler = new DefaultArtifactHandler("jar");
        handler.setAddedToClasspath(true);
        Artifact jar = new DefaultArtifact(
                "io.github.recorder", "recorder-listener", "1", Artifact.SCOPE_TEST, "jar", null, handler);
        jar.setFile(setup.listenerJar().toFile());
        jar.setResolved(true);
        Set<Artifact> joined = new LinkedHashSet<>(artifacts);
        joined.add(jar);
        project.setArtifacts(joined);
    }
}

package io.github.recorder.mojo;

import io.github.recorder.lifecycle.TestJvmSetup;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * One execution of Failsafe's {@code integration-test} or Surefire's {@code test}, prepared so that its forked JVMs
 * find the server. The user's own settings are never overridden.
 *
 * <p>Two ways reach those JVMs. The listener jar joins the project's artifacts, and so the test class path, for as long
 * as the execution lasts; in the JVM it sets the system properties that clients read. Environment variables, and the
 * properties that name the server, go into the execution's own configuration.
 */
final class SurefireExecution {

    private static final String SUREFIRE_GROUP = "org.apache.maven.plugins";

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
     * Prepares an execution that is about to start, after Maven resolved its dependencies and before it reads its
     * configuration.
     *
     * @param environment the variables that Maven's own process has, and the forks inherit
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

    /** Gives the project its own artifacts back. */
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

    /** Returns the names of the variables that the project gives its test JVMs itself. */
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

    /** A CI gives a secret that it does not have as an empty variable. */
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

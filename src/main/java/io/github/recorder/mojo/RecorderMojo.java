package io.github.recorder.mojo;

import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.ArtifactFile;
import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.lifecycle.RunOutcome;
import io.github.recorder.progress.ProgressOutput;
import io.github.recorder.progress.TimedProgress;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** Base of all goals: the project, the build, and the parameter that disables the plugin. */
abstract class RecorderMojo extends AbstractMojo {

    /**
     * Disables the plugin: no server is started, and tests call the real services as if the plugin were not there.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    @Inject
    private RepositorySystem repositories;

    private @Nullable List<ArtifactFile> resolvedArtifacts;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Recorder: skipped (<skip>, -Drecorder.skip)");
        } else {
            checkNames();
            run();
        }
    }

    private void checkNames() throws MojoExecutionException {
        PluginDescriptor plugin = execution.getMojoDescriptor().getPluginDescriptor();
        @Nullable Plugin configured = project.getPlugin(plugin.getPluginLookupKey());
        List<String> problems = ParameterNames.of(plugin)
                .problems(project, session, configured == null ? execution.getPlugin() : configured);
        if (!problems.isEmpty()) {
            throw new MojoExecutionException(String.join("\n", problems));
        }
    }

    /** Returns whether the plugin is disabled. */
    final boolean isSkipped() {
        return skip;
    }

    /** Runs the goal. */
    abstract void run() throws MojoExecutionException, MojoFailureException;

    /**
     * Returns a parameter without which the goal can do nothing. Maven's own text names the field, not the property.
     *
     * @param missing what is missing, and how to give it
     * @throws MojoExecutionException if it is not given
     */
    static <T> T required(@Nullable T parameter, String missing) throws MojoExecutionException {
        if (parameter == null) {
            throw new MojoExecutionException(missing);
        }
        return parameter;
    }

    /** Returns the project; without a pom, the one that Maven creates. */
    final MavenProject project() {
        return project;
    }

    /** Returns the execution of this goal. */
    final MojoExecution execution() {
        return execution;
    }

    /** Returns the build. */
    final MavenSession session() {
        return session;
    }

    /** Resolves artifacts, once. */
    final List<ArtifactFile> artifacts(List<String> coordinates) throws MojoExecutionException {
        List<ArtifactFile> resolved = resolvedArtifacts;
        if (resolved == null) {
            resolved = new ArrayList<>();
            String plugin = execution.getMojoDescriptor().getPluginDescriptor().getPluginLookupKey();
            for (ArtifactParameter each : ArtifactParameter.all(coordinates)) {
                resolved.add(resolved(each, plugin));
            }
            resolvedArtifacts = resolved;
        }
        return resolved;
    }

    private ArtifactFile resolved(ArtifactParameter artifact, String plugin) throws MojoExecutionException {
        ArtifactFile file;
        try {
            file = artifact.resolve(repositories, session, project);
        } catch (MojoExecutionException problem) {
            Optional<String> missing = PackedRecordings.missing(artifact, session, plugin, null);
            throw missing.isPresent()
                    ? new MojoExecutionException(problem.getMessage() + "\n" + missing.get(), problem)
                    : problem;
        }
        String said = "recorder.missing " + file.name();
        if (project.getContextValue(said) == null) { // Several goals resolve it in one build.
            project.setContextValue(said, true);
            PackedRecordings.missing(artifact, session, plugin, file.file())
                    .ifPresent(sentence -> getLog().warn("Recorder: " + sentence));
        }
        return file;
    }

    /** Returns the project's runs in this build. */
    final ModuleRuns runs() {
        return ModuleRuns.in(getPluginContext());
    }

    /** Ends the project's active runs, and returns the outcomes of all, in the order of their starts. */
    final List<RunOutcome> endRuns() {
        ModuleRuns runs = runs();
        return runs.end(execution, runs.areRunning() ? BuildPlan.of(session) : new BuildPlan(List.of()));
    }

    /** Returns the system properties of the build. */
    final Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        System.getProperties()
                .stringPropertyNames()
                .forEach(name -> properties.put(name, System.getProperty(name, "")));
        // These include the command line's -D, which Maven does not pass to the JVM's own properties.
        @Nullable Properties user = session.getUserProperties();
        if (user != null) {
            user.stringPropertyNames().forEach(name -> properties.put(name, user.getProperty(name, "")));
        }
        return properties;
    }

    /** Returns a path for messages: relative to the project if it is inside. */
    final String shown(Path some) {
        Path path = some.toAbsolutePath().normalize();
        Path base = base().toAbsolutePath().normalize();
        Path shown = path.startsWith(base) && !path.equals(base) ? base.relativize(path) : path;
        return shown.toString().replace(File.separatorChar, '/');
    }

    /** Returns the project's directory; without a project, the one in which Maven was started. */
    final Path base() {
        @Nullable File base = project().getBasedir();
        return base == null ? Path.of(session().getExecutionRootDirectory()) : base.toPath();
    }

    /** Returns the whole build. */
    final BuildLayout layout() throws MojoExecutionException {
        return read(() -> new BuildModules(session(), execution).layout());
    }

    /** Returns the project as a module that uses a recordings directory. */
    final ProjectModule module(Path recordings) throws MojoExecutionException {
        return read(() -> new BuildModules(session(), execution).module(project(), recordings));
    }

    /** Reads files of the build. */
    static <T> T read(BuildReader<T> reader) throws MojoExecutionException {
        try {
            return reader.read();
        } catch (IOException problem) {
            throw new MojoExecutionException(
                    "The files of the build cannot be read: " + FileFailure.message(problem) + ".", problem);
        }
    }

    /** An action that reads files. */
    @FunctionalInterface
    interface BuildReader<T> {
        T read() throws IOException;
    }

    /** Returns the progress of a long step: one updating line on a terminal, else a line every few seconds. */
    final TimedProgress progress() {
        return new TimedProgress(
                TerminalProgress.isPossible(session(), System.getenv())
                        ? TerminalProgress.output()
                        : ProgressOutput.lines(line -> getLog().info("Recorder: " + line)),
                Clock.systemUTC());
    }

    /** Returns the directory in which Maven was started. */
    final Path startDirectory() {
        @Nullable String root = session().getExecutionRootDirectory();
        return root == null ? base() : Path.of(root);
    }

    /** Returns when Maven started. */
    final Instant buildStarted() {
        @Nullable
        Date started =
                session().getRequest() == null ? null : session().getRequest().getStartTime();
        return started == null ? Instant.now() : started.toInstant();
    }
}

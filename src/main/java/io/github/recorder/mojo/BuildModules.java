package io.github.recorder.mojo;

import io.github.recorder.ledger.BuildLayout;
import io.github.recorder.ledger.DeclaredExecution;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.ledger.RecordingsPath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** The modules of a build that use this plugin, including those that the command line leaves out. */
final class BuildModules {

    private static final String PLUGIN = "io.github.recorder:recorder-maven-plugin";
    private static final String PARAMETER = "recordings";
    private static final String PROPERTY = "recorder.recordings";
    private static final String DEFAULT = "src/test/recordings";
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
    private static final Pattern MODULE = Pattern.compile("<(?:module|subproject)>\\s*([^<]+?)\\s*</");

    private final MavenSession session;
    private final MojoExecution execution;

    /**
     * Creates the finder.
     *
     * @param execution the current execution, whose parameters the expressions are evaluated for
     */
    BuildModules(MavenSession session, MojoExecution execution) {
        this.session = session;
        this.execution = execution;
    }

    /** Returns the whole build. */
    BuildLayout layout() throws IOException {
        List<ProjectModule> modules = new ArrayList<>();
        for (MavenProject project : session.getAllProjects()) {
            for (String recordings : directories(project)) {
                modules.add(module(project, Path.of(recordings)));
            }
        }
        List<Path> classes = new ArrayList<>();
        for (MavenProject project : session.getAllProjects()) {
            Build build = project.getBuild();
            classes.add(RecordingsPath.real(Path.of(build.getTestOutputDirectory())));
            classes.add(RecordingsPath.real(Path.of(build.getOutputDirectory())));
        }
        return new BuildLayout(root(), List.copyOf(modules), List.copyOf(classes));
    }

    /** Returns a project as a module that uses a directory. */
    ProjectModule module(MavenProject project, Path recordings) throws IOException {
        Path basedir = basedir(project);
        Path directory = RecordingsPath.real(basedir.resolve(recordings));
        return new ProjectModule(
                id(project),
                basedir,
                RecordingsPath.real(Path.of(project.getBuild().getDirectory())),
                RecordingsPath.real(Path.of(project.getBuild().getTestOutputDirectory())),
                directory,
                executions(project, directory));
    }

    /** Returns the executions of test plugins that come after a start with a recordings directory. */
    private List<DeclaredExecution> executions(MavenProject project, Path recordings) throws IOException {
        Set<DeclaredExecution> executions = new LinkedHashSet<>();
        for (PluginExecution start : starts(project)) {
            if (RecordingsPath.real(basedir(project).resolve(directory(project, start)))
                    .equals(recordings)) {
                String phase = start.getPhase() == null ? "pre-integration-test" : start.getPhase();
                executions.addAll(SurefireExecution.declared(project, phase));
            }
        }
        return List.copyOf(executions);
    }

    private static List<PluginExecution> starts(MavenProject project) {
        Plugin plugin = project.getPlugin(PLUGIN);
        return plugin == null || project.getPackaging().equals("pom")
                ? List.of()
                : plugin.getExecutions().stream()
                        .filter(each -> each.getGoals().contains("start"))
                        .toList();
    }

    /** Returns a project as ledgers name it. */
    static String id(MavenProject project) {
        return project.getGroupId() + ":" + project.getArtifactId();
    }

    /** Returns the directory of a project, with links resolved. */
    static Path basedir(MavenProject project) throws IOException {
        @Nullable File basedir = project.getBasedir();
        return RecordingsPath.real(basedir == null ? Path.of("") : basedir.toPath());
    }

    /** Returns the directory of the outermost pom that has the directory in which Maven was started as a module. */
    Path root() throws IOException {
        @Nullable String started = session.getExecutionRootDirectory();
        Path root = RecordingsPath.real(Path.of(started == null ? "" : started));
        if (!Files.isRegularFile(root.resolve("pom.xml"))) {
            return root;
        }
        for (Path above = root.getParent(); above != null; above = above.getParent()) {
            if (hasModule(above, root)) {
                root = above;
            }
        }
        return root;
    }

    private static boolean hasModule(Path directory, Path module) throws IOException {
        Path pom = directory.resolve("pom.xml");
        if (!Files.isRegularFile(pom)) {
            return false;
        }
        String text = COMMENT.matcher(Files.readString(pom)).replaceAll("");
        return MODULE.matcher(text).results().anyMatch(found -> {
            Path named = directory.resolve(found.group(1)).normalize();
            return named.equals(module) || named.equals(module.resolve("pom.xml"));
        });
    }

    /**
     * Returns the values of the parameter {@code recordings} in all starts of a project. Maven passes a goal only its
     * own value.
     */
    private Set<String> directories(MavenProject project) {
        Set<String> directories = new LinkedHashSet<>();
        starts(project).forEach(start -> directories.add(directory(project, start)));
        return directories;
    }

    private String directory(MavenProject project, PluginExecution start) {
        String configured = configured(start);
        Plugin plugin = project.getPlugin(PLUGIN);
        if (configured == null && plugin != null) {
            configured = configured(plugin);
        }
        if (configured == null) {
            return session.getUserProperties()
                    .getProperty(PROPERTY, project.getProperties().getProperty(PROPERTY, DEFAULT));
        }
        return evaluated(project, configured);
    }

    private String evaluated(MavenProject project, String text) {
        if (!text.contains("${")) {
            return text;
        }
        MavenSession ofProject = session.clone();
        ofProject.setCurrentProject(project);
        try {
            @Nullable Object value = new PluginParameterExpressionEvaluator(ofProject, execution).evaluate(text);
            return value == null ? text : value.toString();
        } catch (ExpressionEvaluationException unknown) {
            return text;
        }
    }

    private static @Nullable String configured(ConfigurationContainer container) {
        if (container.getConfiguration() instanceof Xpp3Dom configuration) {
            Xpp3Dom child = configuration.getChild(PARAMETER);
            return child == null ? null : child.getValue();
        }
        return null;
    }
}

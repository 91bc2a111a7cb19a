package io.github.recorder.mojo;

import io.github.recorder.lifecycle.ProjectModule;
import io.github.recorder.lifecycle.PruneService;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.Resource;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** The modules of a build that use this plugin, those included that the command line leaves out. */
final class BuildModules {

    private static final String PLUGIN = "io.github.recorder:recorder-maven-plugin";
    private static final String PARAMETER = "recordings";
    private static final String PROPERTY = "recorder.recordings";
    private static final String DEFAULT = "src/test/recordings";

    private final MavenSession session;

    BuildModules(MavenSession session) {
        this.session = session;
    }

    /**
     * Returns the modules.
     *
     * @param project the one whose goal is executed, which comes first
     * @param recordings its directory, as Maven evaluated it
     */
    List<ProjectModule> with(MavenProject project, Path recordings) throws IOException {
        List<ProjectModule> modules = new ArrayList<>();
        modules.add(module(project, recordings));
        for (MavenProject other : session.getAllProjects()) {
            Plugin plugin = other.getPlugin(PLUGIN);
            boolean uses = plugin != null
                    && !other.getPackaging().equals("pom")
                    && plugin.getExecutions().stream()
                            .anyMatch(execution -> execution.getGoals().contains("start"));
            if (uses && !id(other).equals(id(project))) {
                modules.add(module(other, recordings(other, plugin)));
            }
        }
        return List.copyOf(modules);
    }

    /** Returns a project as ledgers name it. */
    static String id(MavenProject project) {
        return project.getGroupId() + ":" + project.getArtifactId();
    }

    private static ProjectModule module(MavenProject project, Path recordings) throws IOException {
        Path basedir = basedir(project);
        return new ProjectModule(
                id(project),
                basedir,
                Path.of(project.getBuild().getDirectory()),
                Path.of(project.getBuild().getTestOutputDirectory()),
                sources(project, basedir),
                PruneService.real(basedir.resolve(recordings)));
    }

    private static Path basedir(MavenProject project) {
        @Nullable File basedir = project.getBasedir();
        return (basedir == null ? Path.of("") : basedir.toPath())
                .toAbsolutePath()
                .normalize();
    }

    /**
     * Returns {@code src}, the pom, and the directories that a project with another layout has elsewhere; no build
     * output.
     */
    private static List<Path> sources(MavenProject project, Path basedir) {
        Path source = basedir.resolve("src");
        Path target = Path.of(project.getBuild().getDirectory());
        Set<Path> sources = new LinkedHashSet<>();
        sources.add(source);
        sources.add(basedir.resolve("pom.xml"));
        Stream<String> roots = Stream.of(
                        project.getCompileSourceRoots(),
                        project.getTestCompileSourceRoots(),
                        directories(project.getResources()),
                        directories(project.getTestResources()))
                .flatMap(List::stream);
        roots.map(root -> basedir.resolve(root).normalize())
                .filter(root -> !root.startsWith(source) && !root.startsWith(target) && !source.startsWith(root))
                .forEach(sources::add);
        return List.copyOf(sources);
    }

    private static List<String> directories(List<Resource> resources) {
        return resources.stream().map(Resource::getDirectory).toList();
    }

    /**
     * Returns the value of the parameter {@code recordings} of another project, because Maven gives a goal only its
     * own.
     */
    private Path recordings(MavenProject project, Plugin plugin) {
        String configured = configured(plugin);
        for (ConfigurationContainer execution : plugin.getExecutions()) {
            String own = configured(execution);
            configured = own == null ? configured : own;
        }
        if (configured == null) {
            configured = session.getUserProperties()
                    .getProperty(PROPERTY, project.getProperties().getProperty(PROPERTY, DEFAULT));
        }
        return Path.of(configured);
    }

    private static @Nullable String configured(ConfigurationContainer container) {
        if (container.getConfiguration() instanceof Xpp3Dom configuration) {
            Xpp3Dom child = configuration.getChild(PARAMETER);
            return child == null ? null : child.getValue();
        }
        return null;
    }
}

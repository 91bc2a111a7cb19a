package io.github.recorder.mojo;

import io.github.recorder.report.RunFacts.RecordedFiles;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What the modules of a build have packed with the goal {@code package}, and what is missing of it. */
final class PackedRecordings {

    private static final String GOAL = "package";

    /** The key of a project's context. Not the name of the class, which another version of this plugin may have. */
    private static final String PACKED = "recorder.packed";

    private PackedRecordings() {}

    /** Notes that a project has packed its recordings into a file, by its name for messages. */
    static void remember(MavenProject project, String file) {
        project.setContextValue(PACKED, file);
    }

    /** Returns a warning if a project packed its recordings before a run changed them. */
    static Optional<String> outdated(MavenProject project, RecordedFiles recorded) {
        int later = recorded.added().size() + recorded.changed().size();
        @Nullable Object file = project.getContextValue(PACKED);
        return file == null || later == 0
                ? Optional.empty()
                : Optional.of(later + (later == 1 ? " recording was" : " recordings were") + " written after " + file
                        + " was packed, which is without " + (later == 1 ? "it" : "them")
                        + ". Bind the goal package to the phase verify, its default, and build again.");
    }

    /**
     * Returns a warning if an artifact is a module of this build that has not packed it, so that Maven takes one that
     * was installed or deployed before.
     *
     * @param plugin the key of this plugin, {@code groupId:artifactId}
     * @param found the file that Maven found; null if there is none
     */
    static Optional<String> missing(
            ArtifactParameter artifact, MavenSession session, String plugin, @Nullable Path found) {
        return session.getProjects().stream()
                .filter(module -> artifact.isOf(module) && !hasPacked(module, artifact.classifier()))
                .map(module -> sentence(artifact, module, plugin, found))
                .findFirst();
    }

    private static boolean hasPacked(MavenProject module, String classifier) {
        return module.getAttachedArtifacts().stream()
                .anyMatch(attached -> ArtifactParameter.TYPE.equals(attached.getType())
                        && classifier.equals(attached.getClassifier()));
    }

    private static String sentence(
            ArtifactParameter artifact, MavenProject module, String plugin, @Nullable Path found) {
        Optional<PluginExecution> bound = module.getBuildPlugins().stream()
                .filter(each -> each.getKey().equals(plugin))
                .flatMap(each -> each.getExecutions().stream())
                .filter(execution -> execution.getGoals().contains(GOAL))
                .findFirst();
        return "The artifact " + artifact.name(artifact.version())
                + " of <artifacts> (-Drecorder.artifacts) is the module " + module.getArtifactId()
                + " of this build, which has not packed it in this build. "
                + (found == null ? "" : "The recordings of an earlier build are used, of " + found + ". ")
                + bound.map(execution -> "The module packs it in the phase "
                                + (execution.getPhase() == null ? "verify" : execution.getPhase())
                                + ", if it has recordings: run that phase, and let this module have a dependency on it,"
                                + " of type pom for instance, so that it is built first.")
                        .orElse("Add an execution to this plugin in the pom of that module:"
                                + " <execution><goals><goal>package</goal></goals></execution>");
    }
}

package io.github.recorder.mojo;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;

/**
 * What a goal of the command line found in the modules of a build. The goal runs in each of them, so it is a mistake
 * only if none has what the user asked for. The classes of a plugin may be loaded more than once, so Maven holds this.
 */
final class ModuleFindings {

    private ModuleFindings() {}

    /**
     * Adds what a goal found in the current module.
     *
     * @return what it found in all modules, if this is the last one or the goal is bound to a phase of this module;
     *     otherwise empty
     */
    static Optional<Set<String>> add(MavenSession session, MojoExecution execution, Collection<String> found) {
        return execution.getSource() == MojoExecution.Source.LIFECYCLE
                ? Optional.of(Set.copyOf(found))
                : add(
                        session.getRequest().getData(),
                        execution.getGoal(),
                        session.getCurrentProject().getId(),
                        session.getProjects().size(),
                        found);
    }

    @SuppressWarnings("unchecked") // Only this method writes this key.
    static Optional<Set<String>> add(
            Map<String, Object> build, String goal, String module, int modules, Collection<String> found) {
        synchronized (build) { // Modules may be built in parallel.
            Map<String, Set<String>> all =
                    (Map<String, Set<String>>) build.computeIfAbsent("recorder." + goal, key -> new HashMap<>());
            all.computeIfAbsent(module, key -> new HashSet<>()).addAll(found);
            Set<String> everywhere = new HashSet<>();
            all.values().forEach(everywhere::addAll);
            return all.size() < modules ? Optional.empty() : Optional.of(everywhere);
        }
    }
}

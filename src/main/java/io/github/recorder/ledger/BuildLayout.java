package io.github.recorder.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole build of a module.
 *
 * @param root the directory of its outermost pom, absolute and without links
 * @param modules the modules that use this plugin, including those that the command line leaves out
 * @param classes the directories of class files of all modules, tests and others, absolute
 */
public record BuildLayout(Path root, List<ProjectModule> modules, List<Path> classes) {

    /** Returns the build with a module that uses this plugin even if no pom says so, because it runs on it now. */
    public BuildLayout with(ProjectModule module) {
        if (modules.contains(module)) {
            return this;
        }
        List<ProjectModule> all = new ArrayList<>(modules);
        all.add(module);
        return new BuildLayout(root, List.copyOf(all), classes);
    }

    /** Returns the modules that use a recordings directory. */
    public List<ProjectModule> usersOf(Path recordings) {
        return modules.stream()
                .filter(module -> module.recordings().equals(recordings))
                .toList();
    }

    /** Reads the working tree, without the recordings of all modules. */
    public WorkingTree tree() throws IOException {
        return WorkingTree.of(
                root,
                modules.stream().map(ProjectModule::buildDirectory).toList(),
                modules.stream().map(ProjectModule::recordings).toList());
    }
}

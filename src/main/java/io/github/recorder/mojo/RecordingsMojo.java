package io.github.recorder.mojo;

import io.github.recorder.lifecycle.ProjectModule;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Base of the goals that work on a recordings directory. */
abstract class RecordingsMojo extends RecorderMojo {

    /**
     * The directory of the recordings, folders below it included. A relative path is relative to the project. It may be
     * missing: then there are no recordings, and every call is missed.
     *
     * @since 0.1.0
     */
    @Parameter(property = "recorder.recordings", defaultValue = "src/test/recordings")
    private File recordings;

    /** Returns the directory. */
    final Path recordings() {
        return recordings.toPath();
    }

    /** Returns the recordings directory for messages: relative to the project if it lies inside. */
    final String directory() {
        return shown(recordings.toPath());
    }

    /** Returns the modules of the whole build that use this plugin, the project first. */
    final List<ProjectModule> modules() throws MojoExecutionException {
        try {
            return new BuildModules(session()).with(project(), recordings());
        } catch (IOException problem) {
            throw new MojoExecutionException(
                    "The directories of the build's modules cannot be read: " + problem.getMessage() + ".", problem);
        }
    }

    /** Returns the directory from which Maven was started. */
    final Path root() {
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

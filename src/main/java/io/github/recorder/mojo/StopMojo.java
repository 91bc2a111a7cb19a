package io.github.recorder.mojo;

import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Stops the server that {@code start} started, and logs how many requests were served and missed and how many
 * recordings are unused. It never fails a build, because that would hide the tests' own results: bind {@code verify}
 * for that. If no server runs it does nothing.
 *
 * @since 0.1.0
 */
@Mojo(name = "stop", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, threadSafe = true)
final class StopMojo extends RecorderMojo {

    @Override
    void run() {
        if (endRuns().isEmpty()) {
            getLog().debug("Recorder: nothing to stop");
        }
    }
}

package io.github.recorder.mojo;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.maven.execution.AbstractExecutionListener;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.ExecutionListener;
import org.apache.maven.execution.MavenExecutionRequest;
import org.jspecify.annotations.Nullable;

/**
 * Follows a build's events, so that runs learn when their project's tests are about to start, and end with the
 * project's build even if {@code stop} is never reached. One listener serves all modules of a build and passes every
 * event on to the previous listener.
 */
final class BuildListener implements ExecutionListener {

    private final MavenExecutionRequest request;
    private final @Nullable ExecutionListener installed;
    private final ExecutionListener next;
    private final Set<ModuleRun> runs = ConcurrentHashMap.newKeySet();

    private BuildListener(MavenExecutionRequest request) {
        this.request = request;
        this.installed = request.getExecutionListener();
        this.next = installed == null ? new AbstractExecutionListener() : installed;
    }

    /** Lets a run follow the events of a build. */
    static void follow(MavenExecutionRequest request, ModuleRun run) {
        // Modules that start at the same time, even with separate class loaders, share the request.
        synchronized (request) {
            if (request.getExecutionListener() instanceof BuildListener listener) {
                listener.runs.add(run);
            } else {
                BuildListener listener = new BuildListener(request);
                listener.runs.add(run);
                request.setExecutionListener(listener);
            }
        }
    }

    @Override
    public void mojoStarted(ExecutionEvent event) {
        forRunsOf(event, run -> run.started(event.getMojoExecution()));
        next.mojoStarted(event);
    }

    @Override
    public void mojoSucceeded(ExecutionEvent event) {
        forRunsOf(event, run -> run.ended(event.getMojoExecution()));
        next.mojoSucceeded(event);
    }

    @Override
    public void mojoFailed(ExecutionEvent event) {
        forRunsOf(event, run -> run.ended(event.getMojoExecution()));
        next.mojoFailed(event);
    }

    @Override
    public void projectSucceeded(ExecutionEvent event) {
        endRunsOf(event);
        next.projectSucceeded(event);
    }

    @Override
    public void projectFailed(ExecutionEvent event) {
        endRunsOf(event);
        next.projectFailed(event);
    }

    @Override
    public void forkedProjectSucceeded(ExecutionEvent event) {
        endRunsOf(event);
        next.forkedProjectSucceeded(event);
    }

    @Override
    public void forkedProjectFailed(ExecutionEvent event) {
        endRunsOf(event);
        next.forkedProjectFailed(event);
    }

    @Override
    public void sessionEnded(ExecutionEvent event) {
        runs.forEach(ModuleRun::end);
        runs.clear();
        synchronized (request) {
            if (request.getExecutionListener() == this) {
                request.setExecutionListener(installed);
            }
        }
        next.sessionEnded(event);
    }

    @Override
    public void projectDiscoveryStarted(ExecutionEvent event) {
        next.projectDiscoveryStarted(event);
    }

    @Override
    public void sessionStarted(ExecutionEvent event) {
        next.sessionStarted(event);
    }

    @Override
    public void projectSkipped(ExecutionEvent event) {
        next.projectSkipped(event);
    }

    @Override
    public void projectStarted(ExecutionEvent event) {
        next.projectStarted(event);
    }

    @Override
    public void mojoSkipped(ExecutionEvent event) {
        next.mojoSkipped(event);
    }

    @Override
    public void forkStarted(ExecutionEvent event) {
        next.forkStarted(event);
    }

    @Override
    public void forkSucceeded(ExecutionEvent event) {
        next.forkSucceeded(event);
    }

    @Override
    public void forkFailed(ExecutionEvent event) {
        next.forkFailed(event);
    }

    @Override
    public void forkedProjectStarted(ExecutionEvent event) {
        next.forkedProjectStarted(event);
    }

    private void forRunsOf(ExecutionEvent event, Consumer<ModuleRun> action) {
        runs.stream().filter(run -> run.isOf(event.getProject())).forEach(action);
    }

    private void endRunsOf(ExecutionEvent event) {
        runs.stream().filter(run -> run.isOf(event.getProject())).forEach(ModuleRun::end);
        runs.removeIf(run -> run.isOf(event.getProject()));
    }
}

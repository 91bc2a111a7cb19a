package io.github.recorder.lifecycle;

import io.github.recorder.progress.ProgressOutput;
import io.github.recorder.progress.TimedProgress;
import io.github.recorder.provider.Dialects;
import io.github.recorder.record.RecordingLog;
import io.github.recorder.record.RecordingResponder;
import io.github.recorder.replay.ReplayResponder;
import io.github.recorder.replay.ReplaySettings;
import io.github.recorder.replay.Responder;
import io.github.recorder.report.RunFacts;
import io.github.recorder.store.RecordingStore;
import io.github.recorder.upstream.HttpUpstream;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The part of a run that calls real services; empty in a run that only replays. */
final class LiveCalls implements TestProgressListener, AutoCloseable {

    private final Responder responder;
    private final ReplayResponder replay;
    private final @Nullable RecordingResponder recording;
    private final RecordingLog log;

    private LiveCalls(
            Responder responder, ReplayResponder replay, @Nullable RecordingResponder recording, RecordingLog log) {
        this.responder = responder;
        this.replay = replay;
        this.recording = recording;
        this.log = log;
    }

    static LiveCalls of(
            RecordingConfig plan,
            ReplayResponder replay,
            RecordingStore store,
            Dialects dialects,
            ReplaySettings settings,
            @Nullable Consumer<String> told,
            Consumer<String> warnings) {
        if (plan.settings().replaysOnly()) {
            return new LiveCalls(replay, replay, null, new RecordingLog(TimedProgress.none()));
        }
        TimedProgress progress =
                told == null ? TimedProgress.none() : new TimedProgress(ProgressOutput.lines(told), Clock.systemUTC());
        RecordingLog log = new RecordingLog(progress);
        plan.proxies().problems().forEach(warnings);
        RecordingResponder recording = new RecordingResponder(
                replay,
                store,
                dialects,
                settings,
                plan.settings(),
                new HttpUpstream(plan.limits(), plan.proxies()),
                plan.secrets(),
                log,
                warnings);
        return new LiveCalls(recording, replay, recording, log);
    }

    /** Returns the responder. */
    Responder responder() {
        return responder;
    }

    /** Returns the responder that records; null in a run that only replays. */
    @Nullable
    RecordingResponder recording() {
        return recording;
    }

    @Override
    public void testStarted(String test) {
        replay.testStarted(test);
        if (recording != null) {
            recording.testStarted(test);
        }
    }

    @Override
    public void testFinished(String test, boolean passed) {
        if (recording != null) {
            recording.testFinished(test, passed);
        }
    }

    /** Returns whether this run wrote a file, or confirmed its content. */
    boolean recorded(String path) {
        return recording != null && recording.recorded(path);
    }

    /** Returns the recorded files. */
    RecordingOutcome outcome() {
        return recording == null
                ? RecordingOutcome.NONE
                : new RecordingOutcome(
                        log.liveCount(),
                        log.counts(),
                        new RunFacts.RecordedFiles(log.added(), log.changed(), log.unchanged()),
                        log.changes(),
                        log.stopped());
    }

    /** Waits for active exchanges, for a limited time. Idempotent. */
    @Override
    public void close() {
        if (recording != null) {
            recording.close();
        }
    }
}

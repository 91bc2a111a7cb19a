package io.github.recorder.lifecycle;

import io.github.recorder.check.CheckOptions;
import io.github.recorder.check.CheckResult;
import io.github.recorder.check.RecordingAcceptance;
import io.github.recorder.check.RecordingCheck;
import io.github.recorder.failure.FileFailure;
import io.github.recorder.progress.TimedProgress;
import io.github.recorder.provider.ComparableRequests;
import io.github.recorder.provider.Dialects;
import io.github.recorder.record.RequestRepeater;
import io.github.recorder.store.RecordingFiles;
import io.github.recorder.store.RecordingStore;
import io.github.recorder.upstream.HttpUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Checks recordings against the real services. */
public final class CheckService {

    private CheckService() {}

    /**
     * Asks the real services and compares their responses, the recordings that did not change for the longest time
     * first.
     *
     * @param recordings the recordings directory
     * @param workDirectory the directory of the results
     * @param plugin the version of this plugin
     * @param progress how far the check is
     * @param log called with what a person should know at once
     * @throws InvalidConfigurationException if the configuration is invalid, or the directory cannot be listed
     * @throws IOException if the results cannot be written
     */
    public static CheckResult check(
            Path recordings,
            Path workDirectory,
            RecordingOptions services,
            CheckOptions options,
            String plugin,
            TimedProgress progress,
            Consumer<String> log)
            throws InvalidConfigurationException, IOException {
        return check(
                recordings,
                workDirectory,
                services,
                options,
                plugin,
                progress,
                log,
                time -> Thread.sleep(time.toMillis()));
    }

    /** The same, with the way in which a wait for another try passes. */
    @SuppressWarnings("try") // The lock is only held.
    static CheckResult check(
            Path recordings,
            Path workDirectory,
            RecordingOptions services,
            CheckOptions options,
            String plugin,
            TimedProgress progress,
            Consumer<String> log,
            RequestRepeater.RetryPause pause)
            throws InvalidConfigurationException, IOException {
        RecordingConfig config = RecordingConfig.of(services);
        config.proxies().problems().forEach(log);
        Dialects dialects = new Dialects();
        RecordingFiles files = files(recordings);
        try (WorkDirectoryLock held = WorkDirectoryLock.of(workDirectory);
                RequestRepeater repeater = new RequestRepeater(
                        config.upstreams(),
                        dialects,
                        config.redaction(),
                        config.settings(),
                        new HttpUpstream(config.limits().within(options.longestRequest()), config.proxies()),
                        config.secrets(),
                        pause,
                        options.longestRequest(),
                        log)) {
            RecordingCheck check = new RecordingCheck(
                    files,
                    repeater,
                    dialects,
                    config.secrets(),
                    workDirectory,
                    plugin,
                    options,
                    Clock.systemUTC(),
                    progress,
                    log);
            return check.run(oldestFirst(files));
        }
    }

    /**
     * Takes chosen responses of the last check over into the recordings.
     *
     * @param chosen as in {@link RecordingAcceptance#of}
     * @throws InvalidConfigurationException if the configuration is invalid, or the directory cannot be listed
     * @throws IOException if the results of the check cannot be read
     */
    public static RecordingAcceptance accept(
            Path recordings, Path workDirectory, RecordingOptions services, List<String> chosen)
            throws InvalidConfigurationException, IOException {
        RecordingConfig config = RecordingConfig.of(services);
        ComparableRequests requests = new ComparableRequests(config.upstreams(), new Dialects());
        try (RecordingStore store =
                RequestParsingConfig.open(recordings, config.redaction(), requests, problem -> {})) {
            store.startIndexing();
            return RecordingAcceptance.of(store, recordings, workDirectory, chosen, config.secrets());
        }
    }

    private static RecordingFiles files(Path recordings) throws InvalidConfigurationException {
        try {
            return RecordingFiles.list(recordings);
        } catch (IOException problem) {
            throw new InvalidConfigurationException(
                    "The recordings directory " + recordings + " cannot be listed: " + FileFailure.message(problem)
                            + ". Give <recordings> (-Drecorder.recordings) a directory that can be read.",
                    problem);
        }
    }

    /**
     * By when they were made. Those of one time, as of one commit, are in the order of their paths, which is the same
     * in each clone.
     */
    private static List<String> oldestFirst(RecordingFiles files) throws IOException {
        return RecordingAges.of(files).stream()
                .sorted(Comparator.comparing(RecordingAge::made).thenComparing(RecordingAge::path))
                .map(RecordingAge::path)
                .toList();
    }
}

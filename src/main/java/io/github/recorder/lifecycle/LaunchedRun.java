package io.github.recorder.lifecycle;

import io.github.recorder.attribution.EventServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A run in a process of its own, which the listener in a test JVM starts outside of a build, for instance in an IDE. It
 * replays until its last test JVM has ended.
 *
 * <p>A test JVM connects, or starts the process, while it holds the lock of the file {@value #LOCK}. The process takes
 * the same lock before it ends, so that no test JVM connects to a run that is about to end.
 */
final class LaunchedRun {

    private static final String LOCK = "launch.lock";

    private static final Duration FIRST_TEST_JVM = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 100;

    private final RecorderRun run;
    private final EventServer events;

    private LaunchedRun(RecorderRun run) {
        this.run = run;
        this.events = Objects.requireNonNull(run.events(), "a run with a ledger listens to test JVMs");
    }

    /** The argument is the file that holds the {@link LaunchPlan}. */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]).toAbsolutePath();
        Path work = Objects.requireNonNull(file.getParent(), "an absolute file is in a directory");
        LaunchPlan plan = LaunchPlan.read(file);
        Instant now = Instant.now();
        RunConfig config = plan.config(work, now, System.getenv());
        try (RecorderRun run = RecorderRun.start(config, plan.ledger(now), LaunchedRun::log)) {
            TestJvmSetup.Connection connection =
                    TestJvmSetup.connect(work, run, plan.run().clients());
            new LaunchedRun(run).serve(work.resolve(LOCK), connection);
        }
    }

    /** Serves until the last test JVM has ended, or no test JVM came. */
    private void serve(Path lock, TestJvmSetup.Connection connection) throws IOException, InterruptedException {
        Instant patience = Instant.now().plus(FIRST_TEST_JVM);
        while (events.testJvms() == 0 && Instant.now().isBefore(patience)) {
            Thread.sleep(LOOK_MILLIS);
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (!ended(channel, connection)) {
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    private boolean ended(FileChannel channel, TestJvmSetup.Connection connection) throws IOException {
        if (events.testJvms() > 0) {
            return false;
        }
        try (FileLock held = channel.lock()) {
            if (!held.isValid() || events.testJvms() > 0) {
                return false; // A test JVM connected just before the lock was taken.
            }
            connection.withdraw();
            RunOutcome outcome = run.stop();
            outcome.sentences().forEach(LaunchedRun::log);
            outcome.warnings().forEach(LaunchedRun::log);
            return true;
        }
    }

    /** The output is the file {@code launch.log}. */
    private static void log(String sentence) {
        System.out.println("Recorder: " + sentence);
    }
}

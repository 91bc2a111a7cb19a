package io.github.recorder.lifecycle;

import io.github.recorder.diagnosis.TestSelection;
import io.github.recorder.failure.FileFailure;
import io.github.recorder.ledger.LedgerWriter;
import io.github.recorder.ledger.RunHeader;
import io.github.recorder.provider.Dialects;
import io.github.recorder.redaction.SecretScan;
import io.github.recorder.report.ReportDirectory;
import io.github.recorder.report.ReportedRecordings;
import io.github.recorder.report.RunFacts;
import io.github.recorder.store.RecordingStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects the data of a run's report during the run, and writes the report at its end. */
final class RunReporter implements AutoCloseable {

    private static final Pattern BEFORE_FAILSAFE_3 = Pattern.compile("^(?:2\\.|3\\.0\\.0-M)");

    private final LedgerSettings settings;
    private final String directory;
    private final RecordingStore store;
    private final LedgerWriter ledger;
    private final Dialects dialects;
    private final SecretScan secrets;
    private final ReportedRecordings recordings;

    /**
     * Begins to collect.
     *
     * @param directory the recordings directory as messages name it
     * @param secrets the secrets that are hidden in the report
     */
    RunReporter(
            LedgerSettings settings,
            String directory,
            RecordingStore store,
            LedgerWriter ledger,
            Dialects dialects,
            SecretScan secrets) {
        this.settings = settings;
        this.directory = directory;
        this.store = store;
        this.ledger = ledger;
        this.dialects = dialects;
        this.secrets = secrets.remembering();
        this.recordings = new ReportedRecordings(
                ReportDirectory.folder(settings.module().workDirectory()),
                settings.header().run(),
                store::read,
                dialects,
                this.secrets);
        ledger.listen(recordings);
    }

    /**
     * Writes the report.
     *
     * @param problems called with a sentence if the report cannot be written
     * @return the page for messages; null if it could not be written
     */
    @Nullable
    String write(RunOutcome outcome, Consumer<String> problems) {
        ReportDirectory report = new ReportDirectory(settings.module().workDirectory());
        // A recording that was recorded again without a change may not have been served.
        outcome.recording().files().unchanged().forEach(recordings::onWritten);
        RunFacts facts = new RunFacts(
                settings.header(),
                Instant.now(),
                outcome.sentence(),
                directory,
                link(settings.module().recordings(), report.page()),
                new RunFacts.Counts(
                        outcome.served(),
                        outcome.missed(),
                        outcome.blocked(),
                        outcome.recording().live()),
                ledger.servedCounts(),
                store.listed(),
                outcome.missGroups(),
                outcome.selection(),
                outcome.recording().files(),
                Stream.of(outcome.corrupt(), outcome.recording().stopped(), outcome.blockedCalls())
                        .flatMap(List::stream)
                        .toList());
        try {
            report.add(facts, recordings, dialects, secrets);
        } catch (IOException problem) {
            problems.accept("The report cannot be written to " + report.page() + ": " + FileFailure.message(problem)
                    + ". Make the directory writable.");
            return null;
        }
        return shown(report.page());
    }

    /** Returns the relative link from the page to the recordings directory; absolute if it is on another drive. */
    static String link(Path recorded, Path page) {
        Path from = page.toAbsolutePath().normalize().getParent();
        return from == null || !from.getRoot().equals(recorded.getRoot())
                ? recorded.toUri().toString()
                : from.relativize(recorded).toString().replace('\\', '/') + "/";
    }

    private String shown(Path page) {
        Path basedir = settings.module().basedir();
        Path shown = page.startsWith(basedir) ? basedir.relativize(page) : page;
        return shown.toString().replace('\\', '/');
    }

    /**
     * Returns how a command selects tests of a run; null if they may belong to both plugins. In a build of several
     * modules, those without the tests must not fail.
     */
    static @Nullable TestSelection selection(RunHeader header) {
        boolean failsafe = header.executions().stream().anyMatch(execution -> execution.startsWith("failsafe:"));
        boolean surefire = header.executions().stream().anyMatch(execution -> execution.startsWith("surefire:"));
        if (failsafe == surefire) {
            return null;
        }
        // Failsafe 3.0.0 renamed the property, and Surefire never did.
        String prefix = surefire
                ? "surefire"
                : BEFORE_FAILSAFE_3.matcher(header.failsafe()).find() ? "it" : "failsafe";
        return new TestSelection(
                surefire ? "test" : "it.test",
                header.hasOtherModules() ? " -D" + prefix + ".failIfNoSpecifiedTests=false" : "");
    }

    @Override
    public void close() {
        recordings.close();
    }
}

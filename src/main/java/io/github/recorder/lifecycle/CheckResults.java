package io.github.recorder.lifecycle;

import io.github.recorder.check.CheckReport;
import io.github.recorder.check.CheckVerdict;
import io.github.recorder.check.CheckedRecording;
import io.github.recorder.check.RecordingCheck;
import io.github.recorder.ledger.ProjectModule;
import io.github.recorder.recording.CorruptRecordingException;
import io.github.recorder.recording.Recording;
import io.github.recorder.report.CheckFacts;
import io.github.recorder.store.RecordingFiles;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the results of a module's last check for its report. */
final class CheckResults {

    /** The order of the page: what differs, the worst first, and then what could not be asked. */
    private static final List<CheckVerdict> ORDER =
            List.of(CheckVerdict.SHAPE_CHANGED, CheckVerdict.CHANGED, CheckVerdict.REWORDED, CheckVerdict.NOT_ASKED);

    private CheckResults() {}

    /** Returns the results; empty if there are none. */
    static Optional<CheckFacts> of(ProjectModule module) throws IOException {
        Optional<CheckReport> report = CheckReport.read(module.workDirectory().resolve(RecordingCheck.JSON));
        if (report.isEmpty()) {
            return Optional.empty();
        }
        RecordingFiles files = RecordingFiles.list(module.recordings());
        Set<String> paths = Set.copyOf(files.paths());
        List<CheckedRecording> current = report.get().recordings().stream()
                .filter(result -> result.verdict() == CheckVerdict.NOT_ASKED || isCurrent(result, paths, files))
                .toList();
        int changed = report.get().recordings().size() - current.size();
        List<CheckFacts.DifferingRecording> differing = current.stream()
                .filter(result -> ORDER.contains(result.verdict()))
                .sorted(Comparator.comparing((CheckedRecording result) -> ORDER.indexOf(result.verdict()))
                        .thenComparing(CheckedRecording::path))
                .map(result -> differing(report.get(), result, module, files))
                .toList();
        String counts = report.get().sentence() + (changed == 0 ? "" : "; " + changed + " changed since");
        return Optional.of(new CheckFacts(module.id(), report.get().model(), counts, differing));
    }

    /** A result says nothing of a recording that changed after it. */
    private static boolean isCurrent(CheckedRecording result, Set<String> paths, RecordingFiles files) {
        try {
            return paths.contains(result.path()) && result.isOf(files.file(result.path()));
        } catch (IOException gone) {
            return false;
        }
    }

    private static CheckFacts.DifferingRecording differing(
            CheckReport report, CheckedRecording result, ProjectModule module, RecordingFiles files) {
        boolean asked = result.verdict() != CheckVerdict.NOT_ASKED;
        Recording before = asked ? before(result, files) : null;
        return new CheckFacts.DifferingRecording(
                result.path(),
                result.test(),
                result.verdict().words(),
                asked,
                result.similarity(),
                result.details(),
                result.at(),
                before,
                before == null
                        ? null
                        : report.live(module.workDirectory(), result).orElse(null));
    }

    private static @Nullable Recording before(CheckedRecording result, RecordingFiles files) {
        try {
            return files.read(result.path());
        } catch (IOException | CorruptRecordingException changed) {
            return null;
        }
    }
}

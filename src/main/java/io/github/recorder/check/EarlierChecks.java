package io.github.recorder.check;

import io.github.recorder.check.CheckReport.EarlierResults;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The results of earlier checks, of recordings that have not changed since. A check keeps those that it does not
 * repeat, because they were paid for.
 */
final class EarlierChecks {

    private final @Nullable String model;

    /** The last response of each recording to the requested model, or why there was none, if there never was one. */
    private final Map<String, CheckedRecording> latest = new HashMap<>();

    /** When each recording was last tried with the requested model. */
    private final Map<String, Instant> tried = new HashMap<>();

    private final List<EarlierResults> otherModels = new ArrayList<>();

    private EarlierChecks(@Nullable String model) {
        this.model = model;
    }

    /**
     * Reads the results.
     *
     * @param file the results of the last check
     * @param plugin the version of this plugin; results of another one are left out
     * @param model the requested model; null for the recorded ones
     * @param current whether the recording of a result has not changed
     */
    static EarlierChecks read(Path file, String plugin, @Nullable String model, Predicate<CheckedRecording> current) {
        EarlierChecks checks = new EarlierChecks(model);
        Optional<CheckReport> last =
                CheckReport.read(file).filter(report -> report.plugin().equals(plugin));
        if (last.isPresent()) {
            List<EarlierResults> all = new ArrayList<>(last.get().earlier());
            all.add(new EarlierResults(last.get().model(), last.get().recordings()));
            all.forEach(results -> checks.add(
                    results.model(),
                    results.recordings().stream().filter(current).toList()));
        }
        return checks;
    }

    private void add(@Nullable String ofModel, List<CheckedRecording> results) {
        if (!Objects.equals(ofModel, model)) {
            otherModels.add(new EarlierResults(ofModel, results));
            return;
        }
        for (CheckedRecording result : results) {
            tried.merge(result.path(), result.at(), (one, other) -> one.isAfter(other) ? one : other);
            latest.merge(result.path(), result, (before, now) -> isResponse(now) || !isResponse(before) ? now : before);
        }
    }

    private static boolean isResponse(CheckedRecording result) {
        return result.verdict() != CheckVerdict.NOT_ASKED;
    }

    /** Returns the results with a response that are newer than a time, by path. */
    Map<String, CheckedRecording> since(Instant oldest) {
        return latest.values().stream()
                .filter(result -> isResponse(result) && result.at().isAfter(oldest))
                .collect(Collectors.toMap(CheckedRecording::path, result -> result));
    }

    /** Returns whether no recording was tried with the requested model. */
    boolean areNone() {
        return tried.isEmpty();
    }

    /** Returns recordings in their order, but those that were tried before last, the most recent at the end. */
    List<String> leastRecentFirst(List<String> paths) {
        return paths.stream()
                .sorted(Comparator.comparing((String path) -> tried.getOrDefault(path, Instant.MIN)))
                .toList();
    }

    /**
     * Returns the results that a check keeps beside its own.
     *
     * @param results its own, by path; one without a response replaces none with a response
     */
    List<EarlierResults> without(Map<String, CheckedRecording> results) {
        List<EarlierResults> kept = new ArrayList<>(otherModels);
        List<CheckedRecording> own = latest.values().stream()
                .filter(result -> {
                    CheckedRecording now = results.get(result.path());
                    return now == null || (isResponse(result) && !isResponse(now));
                })
                .sorted(Comparator.comparing(CheckedRecording::path))
                .toList();
        kept.add(new EarlierResults(model, own));
        return kept.stream().filter(each -> !each.recordings().isEmpty()).toList();
    }
}
